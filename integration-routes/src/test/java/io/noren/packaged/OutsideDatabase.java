package io.noren.packaged;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that somebody else runs, durable as in production. */
public final class OutsideDatabase implements Breakable, AutoCloseable {
    private final Path cluster;
    private final int port = Ports.free();
    private @Nullable EmbeddedPostgres server;

    OutsideDatabase(Path folder) {
        cluster = folder.resolve("postgres");
        startAgain();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?reWriteBatchedInserts=true";
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public void startAgain() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(Duration.ofSeconds(90))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "120")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void kill() {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(each -> each.onExit().join());
        letGoOfTheFolder();
    }

    /** The library locks the folder in this JVM for as long as its object is open, whatever became of the process. */
    private void letGoOfTheFolder() {
        EmbeddedPostgres killed = server;
        if (killed != null) {
            try {
                killed.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void pause() {
        family().forEach(each -> Signals.send("STOP", each));
    }

    @Override
    public void resume() {
        family().forEach(each -> Signals.send("CONT", each));
    }

    private List<ProcessHandle> family() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(cluster.resolve("postmaster.pid")).get(0).strip());
            return ProcessHandle.of(pid).stream()
                    .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
