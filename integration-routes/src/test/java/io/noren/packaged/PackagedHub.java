package io.noren.packaged;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged application as a process of its own, over a data folder that outlives it: started, killed, started
 * again. Its output goes to a file per start beside the data.
 */
public final class PackagedHub implements Breakable, AutoCloseable {
    /** On a machine that is busy with other things. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    /** The same for all copies: they may share a database. */
    private static final String MASTER_KEY = "bm9yZW4gbm9yZW4gbm9yZW4gbm9yZW4gbm9yZW4gMDE=";

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final Path folder;
    private final List<String> jvm = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final URI address;
    private final HubApi api;
    private @Nullable Process process;
    private int starts;

    /**
     * @param name of its folder below
     * @param folder where the data and the output are kept
     */
    public PackagedHub(String name, Path folder, String adminKey) {
        this.name = name;
        this.folder = folder;
        int port = Ports.free();
        address = URI.create("http://localhost:" + port);
        api = new HubApi(address, adminKey);
        with("SERVER_PORT", Integer.toString(port));
        with("NOREN_DATA", data().toString());
        with("NOREN_DEMO", "false");
        with("NOREN_ADMIN_KEY", adminKey);
        with("NOREN_LOYALTY_PRIVACY_MASTERKEY", MASTER_KEY);
        with("NOREN_WEBHOOKS_ALLOWPRIVATETARGETS", "true");
        // A test run that is broken off must not leave it behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-" + name));
    }

    /** A setting, by its environment variable. */
    public PackagedHub with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    /** An option of its Java machine. */
    public PackagedHub withJvm(String option) {
        jvm.add(option);
        return this;
    }

    public HubApi api() {
        return api;
    }

    public URI address() {
        return address;
    }

    public Path data() {
        return folder.resolve(name);
    }

    /** Starts it and waits until it is ready; the time that took. */
    public Duration start() {
        return start("-XX:SharedArchiveFile=" + ExplodedPackage.classArchive(PackagedHub::runOnce));
    }

    private static void runOnce(String option) throws IOException {
        Path folder = Files.createTempDirectory("noren-first-run");
        try (PackagedHub hub = new PackagedHub("hub", folder, "nrn_first_run").withJvm("-XX:TieredStopAtLevel=1")) {
            hub.start(option);
            hub.terminate(START_LIMIT);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private Duration start(String option) {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        long began = System.nanoTime();
        Path output = folder.resolve(name + "-" + ++starts + ".log");
        List<String> command = new ArrayList<>(List.of(ExplodedPackage.java(), "-Xmx768m"));
        command.add(option);
        command.addAll(jvm);
        command.addAll(List.of("-jar", ExplodedPackage.jar().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("NOREN_"));
        builder.environment().putAll(settings);
        Process started;
        try {
            started = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = started;
        await(name + " is ready, see " + output)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .failFast(name + " ended while starting, see " + output, () -> !started.isAlive())
                .until(api::isReady);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void startAgain() {
        start();
    }

    @Override
    public void pause() {
        Signals.send("STOP", running().toHandle());
    }

    @Override
    public void resume() {
        Signals.send("CONT", running().toHandle());
    }

    /** {@code kill -9}: whatever it was doing, it does no more. Its PostgreSQL, if it has one, lives on. */
    @Override
    public void kill() {
        try {
            running().destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code kill -9} for the application, its PostgreSQL and every process of that. */
    public void killWithDatabase() {
        List<ProcessHandle> postgres = postmaster()
                .map(server ->
                        Stream.concat(Stream.of(server), server.descendants()).toList())
                .orElseThrow(() -> new IllegalStateException(name + " has no PostgreSQL of its own"));
        running().destroyForcibly();
        postgres.forEach(ProcessHandle::destroyForcibly);
        kill();
        postgres.forEach(server -> server.onExit().join());
    }

    /**
     * SIGTERM, as an operator or a container engine stops it.
     *
     * @return the exit code
     */
    public int terminate() {
        return terminate(STOP_LIMIT);
    }

    private int terminate(Duration limit) {
        Process stopping = running();
        stopping.destroy();
        try {
            if (!stopping.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " did not end within " + limit + " after SIGTERM");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return stopping.exitValue();
    }

    /** The port of its own PostgreSQL. */
    public int postgresPort() {
        try {
            return Integer.parseInt(Files.readAllLines(postmasterPid()).get(3).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its Java machine has used of the processors so far. */
    public Duration processorTime() {
        return processorTime(running().toHandle());
    }

    /** What its own PostgreSQL, that is all of its processes that still live, has used so far. */
    public Duration processorTimeOfDatabase() {
        return postmaster()
                .map(server -> Stream.concat(Stream.of(server), server.descendants())
                        .map(PackagedHub::processorTime)
                        .reduce(Duration.ZERO, Duration::plus))
                .orElse(Duration.ZERO);
    }

    private static Duration processorTime(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Leaves no process behind. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        postmaster().ifPresent(server -> {
            List<ProcessHandle> family =
                    Stream.concat(Stream.of(server), server.descendants()).toList();
            family.forEach(ProcessHandle::destroyForcibly);
        });
    }

    private Optional<ProcessHandle> postmaster() {
        if (!Files.exists(postmasterPid())) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(postmasterPid()).get(0).strip());
            return ProcessHandle.of(pid)
                    .filter(server -> server.info().command().orElse("").endsWith("postgres"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path postmasterPid() {
        return data().resolve("database").resolve("postmaster.pid");
    }

    private Process running() {
        return Objects.requireNonNull(process, name + " was not started");
    }
}
