package io.noren.integration.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    Path data;

    @Test
    void itKeepsWhatItConfirmedAndOutlivesAKillOfItsApplication() throws Exception {
        killedAfterConfirmingASale();
        long left = postmaster();
        assertThat(ProcessHandle.of(left))
                .as("a killed application closes nothing: its PostgreSQL lives on")
                .isPresent();

        DataFolder folder = DataFolderTest.embedded(data, 0);
        try (EmbeddedDatabase next = new EmbeddedDatabase(folder)) {
            assertThat(ask(next, "select what from kept")).isEqualTo("a sale");
            assertThat(postmaster()).isNotEqualTo(left);
            assertThat(ProcessHandle.of(left).filter(ProcessHandle::isAlive)).isEmpty();
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(ask(next, "show " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(ask(next, "show server_encoding")).isEqualTo("UTF8");
        }

        assertThat(data.resolve("database/postmaster.pid"))
                .as("closed is stopped")
                .doesNotExist();
        Files.writeString(data.resolve("database/PG_VERSION"), "16\n");
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> new EmbeddedDatabase(folder))
                .withMessageContaining("PostgreSQL 16")
                .satisfies(refused -> assertThat(refused.action()).contains("pg_dump", "NOREN_DATA"));
        folder.release();
    }

    @Test
    void aPidThatBelongsToSomebodyElseIsLeftAlone() throws Exception {
        DataFolder folder = DataFolderTest.embedded(data, 0);
        new EmbeddedDatabase(folder).close();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(
                    data.resolve("database/postmaster.pid"),
                    stranger.pid() + "\n" + data.resolve("database") + "\n1\n5432\n\nlocalhost\n0\nready\n");

            try (EmbeddedDatabase next = new EmbeddedDatabase(folder)) {
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
            folder.release();
        }
    }

    @Test
    void whatAKilledFirstStartLeftIsSetAside() throws Exception {
        Files.createDirectories(data.resolve("database/base"));
        Files.writeString(data.resolve("database/PG_VERSION"), "17\n");
        DataFolder folder = DataFolderTest.embedded(data, 0);

        try (EmbeddedDatabase database = new EmbeddedDatabase(folder)) {
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }

        try (Stream<Path> beside = Files.list(data)) {
            assertThat(beside.map(path -> path.getFileName().toString()))
                    .as("set aside, not deleted")
                    .anyMatch(name -> name.startsWith("database.half-made-"));
        }
        folder.release();
    }

    /** An application in a process of its own, and its end. */
    static final class Application {
        public static void main(String[] folder) throws Exception {
            EmbeddedDatabase database = new EmbeddedDatabase(DataFolderTest.embedded(Path.of(folder[0]), 0));
            tell(database, "create table kept (what text)");
            tell(database, "insert into kept values ('a sale')");
            System.out.println("confirmed");
            Thread.currentThread().join();
        }
    }

    private void killedAfterConfirmingASale() throws IOException {
        Process application = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = application.inputReader()) {
            assertThat(said.lines().anyMatch("confirmed"::equals)).isTrue();
        } finally {
            application.destroyForcibly().onExit().join();
        }
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("database/postmaster.pid"))
                .get(0)
                .strip());
    }

    private static String ask(EmbeddedDatabase database, String question) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static void tell(EmbeddedDatabase database, String what) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(what);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), "postgres", "");
    }
}
