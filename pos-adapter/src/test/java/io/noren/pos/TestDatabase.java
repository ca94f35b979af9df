package io.noren.pos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A real PostgreSQL, one per JVM: a container where an engine answers, else one in the process. */
public final class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final Map<String, String> PROPERTIES = start();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of(PROPERTIES).applyTo(context);
    }

    private static Map<String, String> start() {
        String wanted = System.getProperty("noren.test.database", "");
        boolean container = wanted.equals("container")
                || (!wanted.equals("embedded") && DockerClientFactory.instance().isDockerAvailable());
        System.out.println("Test database: " + (container ? "container" : "embedded"));
        if (container) {
            PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:17-alpine");
            postgres.start();
            return properties(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
        }
        try {
            return properties(EmbeddedPostgres.start().getJdbcUrl("postgres", "postgres"), "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> properties(String url, String user, String password) {
        return Map.of(
                "spring.datasource.url",
                url,
                "spring.datasource.username",
                user,
                "spring.datasource.password",
                password);
    }
}
