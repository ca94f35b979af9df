package io.noren.integration.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL in {@code data/database}, for trying Noren and for small shops. Durable: it is started with fsync
 * on and survives a kill of this process at any moment. It listens on the loopback address and trusts whoever is on
 * this machine; where other people have accounts on the machine, use an external PostgreSQL.
 */
class EmbeddedDatabase implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final String MAJOR_VERSION = "17";
    private static final String NAME = "noren";

    private final EmbeddedPostgres server;

    EmbeddedDatabase(DataFolder folder) {
        Path cluster = folder.resolve("database");
        Path complete = folder.resolve("database.complete");
        setAsideHalfMade(cluster, complete);
        demandSameMajorVersion(cluster);
        stopLeftover(cluster);
        log.info("Starting PostgreSQL {} in {} …", MAJOR_VERSION, cluster);
        server = start(cluster);
        createDatabase();
        try {
            Files.writeString(complete, "The first start went through; without this file it is begun anew.\n");
        } catch (IOException e) {
            throw broken(cluster, e);
        }
        log.info("PostgreSQL is up on port {}", server.getPort());
    }

    String jdbcUrl() {
        // 'reWriteBatchedInserts' turns a batch of inserts into one statement.
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + NAME + "?reWriteBatchedInserts=true";
    }

    private static EmbeddedPostgres start(Path cluster) {
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    // Spring stops it after everything that still needs it; a hook of its own would race with that.
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_LIMIT)
                    .setServerConfig("listen_addresses", "localhost")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "120")
                    .setServerConfig("shared_buffers", "128MB")
                    .setServerConfig("max_wal_size", "1GB")
                    .setServerConfig("timezone", "UTC")
                    .setLocaleConfig("locale", "C")
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw broken(cluster, e);
        }
    }

    private static StartRefused broken(Path cluster, Exception cause) {
        return new StartRefused(
                "PostgreSQL does not start in " + cluster + ": " + cause.getMessage() + ".",
                "Look at the lines above for PostgreSQL's own words. If the folder is damaged, move it away (and restore"
                        + " a backup if you have one); an empty folder starts fresh.",
                cause);
    }

    /** A first start that was killed while the cluster was being made leaves a folder that never held data. */
    private static void setAsideHalfMade(Path cluster, Path complete) {
        if (!Files.exists(cluster) || Files.exists(complete)) {
            return;
        }
        Path aside = cluster.resolveSibling("database.half-made-" + System.currentTimeMillis());
        try {
            stopLeftover(cluster);
            Files.move(cluster, aside);
            log.warn("The first start did not finish; its unfinished database was moved to {}", aside);
        } catch (IOException e) {
            throw broken(cluster, e);
        }
    }

    private static void demandSameMajorVersion(Path cluster) {
        Path versionFile = cluster.resolve("PG_VERSION");
        if (!Files.exists(cluster)) {
            return;
        }
        try {
            String version = Files.readString(versionFile).strip();
            if (!version.equals(MAJOR_VERSION)) {
                throw new StartRefused(
                        "The data in " + cluster + " was written by PostgreSQL " + version + ", this Noren brings "
                                + MAJOR_VERSION + ".",
                        "Dump it with the Noren that wrote it (pg_dump) and load it into a fresh folder, or name another"
                                + " folder in NOREN_DATA.");
            }
        } catch (IOException e) {
            throw broken(cluster, e);
        }
    }

    /** After a {@code kill -9} of the application its PostgreSQL lives on and would keep a second one from starting. */
    private static void stopLeftover(Path cluster) {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            List<String> lines = Files.readAllLines(pidFile);
            long pid = Long.parseLong(lines.get(0).strip());
            ProcessHandle leftover = ProcessHandle.of(pid).orElse(null);
            if (leftover == null) {
                return; // PostgreSQL itself tells that such a file is stale
            }
            if (isOtherProgram(leftover)) {
                // The pid was given to somebody else, as happens in containers; PostgreSQL would take them for its
                // twin.
                Files.delete(pidFile);
                return;
            }
            if (!isOf(lines.get(1), cluster)) {
                return; // a PostgreSQL, but of another folder: not ours to stop
            }
            log.info("Stopping the PostgreSQL that an earlier run left behind (process {}) …", pid);
            // SIGINT is PostgreSQL's fast shutdown: open transactions roll back, everything committed is kept.
            new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
            leftover.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken(cluster, e);
        } catch (TimeoutException | ExecutionException | CompletionException e) {
            throw new StartRefused(
                    "The PostgreSQL that an earlier run left behind in " + cluster + " does not stop.",
                    "Stop it by hand (its process id is the first line of " + pidFile + ") and start again.",
                    e);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            throw broken(cluster, e);
        }
    }

    private static boolean isOtherProgram(ProcessHandle process) {
        return process.info().command().filter(c -> !c.contains("postgres")).isPresent();
    }

    private static boolean isOf(String folderOfPid, Path cluster) throws IOException {
        Path named = Path.of(folderOfPid.strip());
        return Files.exists(named) && Files.isSameFile(named, cluster);
    }

    private void createDatabase() {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement
                    .executeQuery("select 1 from pg_database where datname = '" + NAME + "'")
                    .next()) {
                statement.execute("create database " + NAME + " encoding 'UTF8'");
            }
        } catch (SQLException e) {
            throw new StartRefused(
                    "PostgreSQL is up but its database cannot be made: " + e.getMessage() + ".",
                    "If the disk is full, free some space; if the folder is damaged, move it away.",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        log.info("PostgreSQL has stopped");
    }
}
