package io.noren.packaged;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An Artemis that somebody else runs, as the hub sees it: over the network, with a password. */
public final class OutsideBroker implements Breakable, AutoCloseable {
    public static final String USER = "noren";
    public static final String PASSWORD = "a password";

    private final Path folder;
    private final int port = Ports.free();
    private @Nullable Process process;
    private int starts;

    OutsideBroker(Path folder) {
        this.folder = folder;
        startAgain();
    }

    public String url() {
        return "tcp://localhost:" + port;
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public void startAgain() {
        try {
            Process started = new ProcessBuilder(
                            ExplodedPackage.java(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                            BrokerProcess.class.getName(),
                            folder.resolve("artemis").toString(),
                            Integer.toString(port),
                            USER,
                            PASSWORD)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            folder.resolve("artemis-" + ++starts + ".log").toFile())
                    .start();
            process = started;
            await("the broker answers, see " + folder)
                    .atMost(Duration.ofSeconds(90))
                    .failFast("the broker ended while starting, see " + folder, () -> !started.isAlive())
                    .until(this::answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    @Override
    public void pause() {
        Process running = process;
        if (running != null) {
            Signals.send("STOP", running.toHandle());
        }
    }

    @Override
    public void resume() {
        Process running = process;
        if (running != null) {
            Signals.send("CONT", running.toHandle());
        }
    }

    @Override
    public void close() {
        kill();
    }
}
