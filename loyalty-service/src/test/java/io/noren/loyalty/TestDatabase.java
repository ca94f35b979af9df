package io.noren.loyalty;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One PostgreSQL per JVM: a container where a Docker engine answers, the embedded binaries otherwise. Property
 * {@code noren.test.database} = {@code container} or {@code embedded} forces one.
 */
final class TestDatabase {
    private static final Map<String, Object> PROPERTIES = start();

    private TestDatabase() {}

    static Map<String, Object> properties() {
        return PROPERTIES;
    }

    private static Map<String, Object> start() {
        boolean container = switch (System.getProperty("noren.test.database", "")) {
            case "container" -> true;
            case "embedded" -> false;
            default -> DockerClientFactory.instance().isDockerAvailable();
        };
        System.out.println("Tests use PostgreSQL from " + (container ? "a container" : "the embedded binaries"));
        return container ? container() : embedded();
    }

    @SuppressWarnings("resource") // Lives as long as the JVM; Testcontainers removes it.
    private static Map<String, Object> container() {
        PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:17-alpine");
        postgres.start();
        return properties(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
    }

    private static Map<String, Object> embedded() {
        try {
            @SuppressWarnings("resource") // Stopped by its own shutdown hook.
            EmbeddedPostgres postgres = EmbeddedPostgres.start();
            return properties(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> properties(String url, String user, String password) {
        return Map.of(
                "spring.datasource.url", url,
                "spring.datasource.username", user,
                "spring.datasource.password", password);
    }
}
