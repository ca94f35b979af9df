package io.noren.benchmark;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/**
 * The least that a Spring MVC application must do, as a process of its own: one endpoint that runs one statement for
 * each request, one that answers the same bytes each time. No key is checked, nothing is limited, measured or logged.
 */
final class BareMvc implements AutoCloseable {
    private static final int THREADS = 24;

    private final Process process;
    private final URI address;

    private BareMvc(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** @param postgres the port of the hub's own */
    static BareMvc start(int port, int postgres, Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareMvc.class.getName(),
                        Integer.toString(port),
                        Integer.toString(postgres),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("bare.log").toFile())
                .start();
        return new BareMvc(process, URI.create("http://localhost:" + port));
    }

    URI address() {
        return address;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** A level as bare SQL has it. */
    record Level(
            String sku,
            String location,
            BigDecimal onHand,
            BigDecimal reserved,
            BigDecimal committed,
            BigDecimal available,
            long version) {}

    /** A member as bare SQL has it: who they are and what they can spend. */
    record Customer(
            UUID member, String familyName, String givenName, String familyKana, String givenKana, long points) {}

    @EnableWebMvc
    @TestConfiguration(proxyBeanMethods = false) // not found by the hub's own tests
    static class Application {
        @Bean
        DataSource database() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(System.getProperty("bare.database"));
            config.setMaximumPoolSize(THREADS);
            return new HikariDataSource(config);
        }

        @Bean
        Endpoints endpoints(DataSource database) {
            return new Endpoints(database, Path.of(System.getProperty("bare.folder")));
        }
    }

    @TestComponent
    @RestController
    static class Endpoints {
        private static final String EVERYWHERE = """
                select sku, location, on_hand, reserved, committed, damaged + quality_control + display, sequence
                from inventory.stock_level where sku = any(?)""";
        private static final String SOMEWHERE = EVERYWHERE + " and location = any(?)";

        private final DataSource database;
        private final Path folder;
        private final Map<String, byte[]> constants = new ConcurrentHashMap<>();

        Endpoints(DataSource database, Path folder) {
            this.database = database;
            this.folder = folder;
        }

        @GetMapping("/sql")
        List<Level> sql(@RequestParam List<String> sku, @RequestParam(required = false) List<String> location)
                throws SQLException {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement(location == null ? EVERYWHERE : SOMEWHERE)) {
                statement.setArray(1, texts(connection, sku));
                if (location != null) {
                    statement.setArray(2, texts(connection, location));
                }
                List<Level> levels = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        levels.add(level(row));
                    }
                }
                return levels;
            }
        }

        /** Of a table of the benchmark's own, with an index on what is asked by. */
        @GetMapping("/member")
        List<Customer> member(
                @RequestParam(required = false) String card,
                @RequestParam(required = false) String phone,
                @RequestParam(required = false) String phoneLast4,
                @RequestParam(required = false) String kana)
                throws SQLException {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement("select * from bare.customer where "
                            + (card != null
                                    ? "card = ?"
                                    : phone != null ? "phone = ?" : "last_four = ? and kana_key like ?"))) {
                statement.setString(1, card != null ? card : phone != null ? phone : phoneLast4);
                if (kana != null) {
                    statement.setString(2, kana + '%');
                }
                List<Customer> customers = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        customers.add(new Customer(
                                row.getObject("id", UUID.class),
                                row.getString("family_name"),
                                row.getString("given_name"),
                                row.getString("family_kana"),
                                row.getString("given_kana"),
                                row.getLong("points")));
                    }
                }
                return customers;
            }
        }

        private static Array texts(Connection connection, List<String> values) throws SQLException {
            return connection.createArrayOf("text", values.toArray());
        }

        private static Level level(ResultSet row) throws SQLException {
            BigDecimal onHand = row.getBigDecimal(3);
            BigDecimal reserved = row.getBigDecimal(4);
            BigDecimal committed = row.getBigDecimal(5);
            return new Level(
                    row.getString(1),
                    row.getString(2),
                    onHand,
                    reserved,
                    committed,
                    onHand.subtract(reserved)
                            .subtract(committed)
                            .subtract(row.getBigDecimal(6))
                            .max(BigDecimal.ZERO),
                    row.getLong(7));
        }

        /** Always to the same place. */
        @GetMapping("/redirect")
        ResponseEntity<Void> redirect() {
            return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
                    .location(URI.create("/p/N-0001"))
                    .build();
        }

        /** The file of that name, read once. */
        @GetMapping("/constant")
        ResponseEntity<byte[]> constant(@RequestParam String name) {
            byte[] content = constants.computeIfAbsent(name, any -> {
                try {
                    return Files.readAllBytes(folder.resolve(name + ".json"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(content);
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("bare.database", "jdbc:postgresql://localhost:" + arguments[1] + "/noren?user=postgres");
        System.setProperty("bare.folder", arguments[2]);
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.register(Application.class);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(
                Files.createDirectories(Path.of(arguments[2], "tomcat")).toString());
        tomcat.setPort(Integer.parseInt(arguments[0]));
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "spring", new DispatcherServlet(spring)).setLoadOnStartup(1);
        context.addServletMappingDecoded("/", "spring");
        tomcat.getConnector();
        tomcat.start();
        tomcat.getServer().await();
    }
}
