package io.noren.integration.embedded;

import io.noren.integration.NorenSettings;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The folder where everything lives that must outlast the process. It is held by one process at a time, because two
 * PostgreSQL servers or two journals in it would destroy each other; with an external database and broker several
 * copies may share it (for a drop folder on a network drive), and no lock is taken.
 */
@Component
public class DataFolder {
    /** Enough for the database's first write-ahead segments and the broker's journal, in bytes. */
    private static final long SPACE_NEEDED = 300L * 1024 * 1024;

    private final Path root;
    private final @Nullable FileChannel lockFile;

    DataFolder(NorenSettings settings, @Value("${server.port:8080}") int port) {
        root = settings.data().toAbsolutePath().normalize();
        boolean embedded = settings.databaseIsEmbedded() || settings.brokerIsEmbedded();
        create();
        lockFile = embedded ? lock() : null;
        if (embedded) {
            demandSpace();
        }
        demandFree(port);
    }

    /** A place for one part of the application, below the data folder; created by whoever uses it. */
    public Path resolve(String name) {
        return root.resolve(name);
    }

    private void create() {
        try {
            Files.createDirectories(root);
            Path probe = Files.createTempFile(root, ".writable", null);
            Files.delete(probe);
        } catch (IOException e) {
            throw new StartRefused(
                    "The data folder " + root + " cannot be written: " + e.getMessage() + ".",
                    "Give this user the right to write there, or name another folder in NOREN_DATA.",
                    e);
        }
    }

    private FileChannel lock() {
        Path file = root.resolve("noren.lock");
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse();
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            throw inUse();
        } catch (IOException e) {
            throw new StartRefused(
                    "The lock file " + file + " cannot be opened: " + e.getMessage() + ".",
                    "Check the folder's owner and rights, or name another folder in NOREN_DATA.",
                    e);
        }
    }

    private StartRefused inUse() {
        return new StartRefused(
                "Another Noren is already running in the data folder " + root + ".",
                "Use the one that runs, or stop it first; for a second, separate one set NOREN_DATA to another folder"
                        + " and SERVER_PORT to another port.");
    }

    private void demandSpace() {
        try {
            long free = Files.getFileStore(root).getUsableSpace();
            if (free < SPACE_NEEDED) {
                throw new StartRefused(
                        "The disk of the data folder " + root + " has only " + free / (1024 * 1024) + " MB left; "
                                + SPACE_NEEDED / (1024 * 1024) + " MB are needed to start.",
                        "Free some space, or set NOREN_DATA to a folder on another disk.");
            }
        } catch (IOException e) {
            throw new StartRefused(
                    "The disk of the data folder " + root + " cannot be read: " + e.getMessage() + ".",
                    "Check that the disk is mounted, or name another folder in NOREN_DATA.",
                    e);
        }
    }

    // The web server would find out too, but only after the database and the broker were started for nothing.
    private static void demandFree(int port) {
        if (port <= 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new StartRefused(
                    "Port " + port + " is already in use by another program.",
                    "Stop that program, or choose another port: SERVER_PORT=8090.",
                    e);
        }
    }

    @PreDestroy
    void release() throws IOException {
        if (lockFile != null) {
            lockFile.close();
        }
    }
}
