package io.noren.inventory;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** One real PostgreSQL per test run: a container where an engine answers, else the embedded one. */
public final class TestDatabase {

    private static final String URL = start();

    private TestDatabase() {}

    public static String url() {
        return URL;
    }

    private static String start() {
        String forced = System.getProperty("noren.test.database", "");
        boolean container =
                forced.isEmpty() ? DockerClientFactory.instance().isDockerAvailable() : forced.equals("container");
        System.out.println("PostgreSQL for these tests: " + (container ? "Testcontainers" : "embedded"));
        return container ? container() : embedded();
    }

    // Lives as long as the run; the container's own reaper and the JVM's end take it down.
    @SuppressWarnings("resource")
    private static String container() {
        PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:17-alpine")
                .withCommand("postgres", "-c", "max_connections=200", "-c", "synchronous_commit=off");
        postgres.start();
        return postgres.getJdbcUrl() + "&user=" + postgres.getUsername() + "&password=" + postgres.getPassword();
    }

    private static String embedded() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("synchronous_commit", "off")
                    .start()
                    .getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
