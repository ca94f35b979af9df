package io.noren.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL and the Artemis of a test run: containers where a Docker engine answers, else the embedded ones; the
 * property {@code noren.test.servers=containers|embedded} decides otherwise. Every application context gets a database
 * of its own, a data folder of its own, and, with the embedded broker, a broker of its own.
 */
public final class TestServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final boolean CONTAINERS = chosen();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static @Nullable String postgres;
    private static @Nullable String artemis;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of(freshSettings()).applyTo(context);
    }

    /** Settings for one application that starts empty. */
    public static Map<String, String> freshSettings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("noren.demo", "false");
        // The auditor's rounds are short when a story asks for one.
        settings.put("noren.inventory.audit-slice", "5000");
        // A story that wants relations between items says which.
        settings.put("noren.loyalty.recommendations.look-every", "PT24H");
        settings.put("noren.webhooks.allow-private-targets", "true");
        settings.put("noren.links.hosts", "brand.example, *.shops.example, dalgiardino.com");
        // All tests are one stranger to the hub.
        settings.put("noren.limits.requests-per-second-per-stranger", "10000");
        settings.put("noren.limits.posts-per-minute-per-stranger", "10000");
        // Cloud tills whose vendors are never asked, because they have no token.
        settings.put("noren.pos.square.signed-tills.secrets", "the-vendors-secret");
        settings.put("noren.pos.square.signed-tills.webhook-url", "https://tills.example/hook");
        settings.put("noren.pos.lightspeed.form-tills.secrets", "the-vendors-secret");
        settings.put("noren.pos.lightspeed.form-tills.url", "https://example.retail.lightspeed.app");
        // Readers that tell events of goods.
        settings.put("noren.pos.epcis.rfid.tells", "received,shipped,counted,sold");
        settings.put("noren.sign-in.mail.host", "127.0.0.1");
        settings.put("noren.sign-in.mail.port", Integer.toString(Mailboxes.port()));
        settings.put("noren.sign-in.mail.security", "NONE");
        settings.put("noren.sign-in.mail.from", "members@noren.example");
        settings.put("noren.loyalty.sign-in.codes-per-caller", "10000");
        settings.put("noren.loyalty.proofs.pin-tries-per-caller", "10000");
        settings.put("noren.database.url", freshDatabase());
        settings.put("spring.datasource.hikari.maximum-pool-size", "16");
        settings.put("spring.datasource.hikari.minimum-idle", "2");
        try {
            settings.put("noren.data", Files.createTempDirectory("noren-test").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (CONTAINERS) {
            settings.put("noren.broker.url", artemis());
            settings.put("noren.broker.user", "noren");
            settings.put("noren.broker.password", "noren");
        }
        return settings;
    }

    /** A new, empty database; user and password are part of the URL. */
    public static synchronized String freshDatabase() {
        String server = postgres();
        String name = "noren_" + NUMBER.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(server);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server.replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
    }

    private static boolean chosen() {
        String forced = System.getProperty("noren.test.servers", "");
        boolean containers =
                forced.isEmpty() ? DockerClientFactory.instance().isDockerAvailable() : forced.equals("containers");
        System.out.println("PostgreSQL and Artemis for these tests: " + (containers ? "Testcontainers" : "embedded"));
        return containers;
    }

    // They live as long as the run; the containers' own reaper and the JVM's end take them down.
    @SuppressWarnings("resource")
    private static synchronized String postgres() {
        if (postgres == null) {
            if (CONTAINERS) {
                PostgreSQLContainer container = new PostgreSQLContainer("postgres:17-alpine")
                        .withCommand("postgres", "-c", "max_connections=200");
                container.start();
                postgres = container.getJdbcUrl() + "&user=" + container.getUsername() + "&password="
                        + container.getPassword();
            } else {
                try {
                    postgres = EmbeddedPostgres.builder()
                            .setServerConfig("max_connections", "200")
                            .start()
                            .getJdbcUrl("postgres", "postgres");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return postgres;
    }

    @SuppressWarnings("resource")
    private static synchronized String artemis() {
        if (artemis == null) {
            GenericContainer<?> container = new GenericContainer<>("apache/artemis:2.55.0")
                    .withEnv("ARTEMIS_USER", "noren")
                    .withEnv("ARTEMIS_PASSWORD", "noren")
                    .withExposedPorts(61616)
                    .waitingFor(Wait.forLogMessage(".*AMQ221007.*", 1));
            container.start();
            artemis = "tcp://" + container.getHost() + ":" + container.getMappedPort(61616);
        }
        return artemis;
    }
}
