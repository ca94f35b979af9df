package io.noren.benchmark;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/**
 * The least that a Spring MVC application must do to reserve something, as a process of its own: raise a counter on the
 * condition that there is enough, which locks its row, and write down for whom; one durable commit. There is no ledger,
 * no feed, nobody is told; no key is checked, nothing is limited, measured or logged.
 */
final class BareReservations implements AutoCloseable {
    private static final int CONNECTIONS = 24;

    /** As many positions as the hub has. */
    private static final String SCHEMA = """
            drop schema if exists bare_hold cascade;
            create schema bare_hold;
            create table bare_hold.level (sku text not null, location text not null, on_hand numeric(15, 3) not null,
                reserved numeric(15, 3) not null, primary key (sku, location)) with (fillfactor = 70);
            create table bare_hold.reservation (id uuid primary key, owner text not null, line text not null,
                sku text not null, location text not null, quantity numeric(15, 3) not null,
                expires_at timestamptz not null, unique (owner, line));
            insert into bare_hold.level select sku, location, on_hand, 0 from inventory.stock_level;
            analyze bare_hold.level;
            """;

    private final Process process;
    private final URI address;

    private BareReservations(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** @param postgres the port of the hub's own */
    static BareReservations start(int port, int postgres, Path folder) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url(postgres));
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareReservations.class.getName(),
                        Integer.toString(port),
                        Integer.toString(postgres),
                        folder.resolve("bare").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("bare-reservations.log").toFile())
                .start();
        return new BareReservations(process, URI.create("http://localhost:" + port + "/hold"));
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

    static String url(int postgres) {
        return "jdbc:postgresql://localhost:" + postgres + "/noren?user=postgres";
    }

    record Line(String line, String sku, String location, BigDecimal quantity) {}

    record Hold(String owner, Line line) {}

    record Held(UUID id, String owner, Line line) {}

    /** No {@code @Configuration}, and its endpoint an inner class: the hub's tests scan this package and must not find them. */
    @EnableWebMvc
    static class Application {
        private final HikariDataSource database;

        Application() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(System.getProperty("bare.database"));
            config.setMaximumPoolSize(CONNECTIONS);
            config.setAutoCommit(false);
            database = new HikariDataSource(config);
        }

        @Bean
        Endpoint endpoint() {
            return new Endpoint();
        }

        @RestController
        class Endpoint {

            @PostMapping("/hold")
            ResponseEntity<Held> hold(@RequestBody Hold hold) throws SQLException {
                UUID id = UUID.randomUUID();
                Line line = hold.line();
                try (Connection connection = database.getConnection();
                        PreparedStatement raise = connection.prepareStatement("""
                                update bare_hold.level set reserved = reserved + ?
                                where sku = ? and location = ? and on_hand - reserved >= ?
                                """);
                        PreparedStatement write = connection.prepareStatement(
                                "insert into bare_hold.reservation values (?, ?, ?, ?, ?, ?, now() + interval '15 minutes')")) {
                    raise.setBigDecimal(1, line.quantity());
                    raise.setString(2, line.sku());
                    raise.setString(3, line.location());
                    raise.setBigDecimal(4, line.quantity());
                    if (raise.executeUpdate() == 0) {
                        connection.rollback();
                        return ResponseEntity.status(HttpStatus.CONFLICT).build();
                    }
                    write.setObject(1, id);
                    write.setString(2, hold.owner());
                    write.setString(3, line.line());
                    write.setString(4, line.sku());
                    write.setString(5, line.location());
                    write.setBigDecimal(6, line.quantity());
                    write.executeUpdate();
                    connection.commit();
                }
                return ResponseEntity.status(HttpStatus.CREATED).body(new Held(id, hold.owner(), line));
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("bare.database", url(Integer.parseInt(arguments[1])));
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.register(Application.class);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createDirectories(Path.of(arguments[2])).toString());
        tomcat.setPort(Integer.parseInt(arguments[0]));
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "spring", new DispatcherServlet(spring)).setLoadOnStartup(1);
        context.addServletMappingDecoded("/", "spring");
        tomcat.getConnector();
        tomcat.start();
        tomcat.getServer().await();
    }
}
