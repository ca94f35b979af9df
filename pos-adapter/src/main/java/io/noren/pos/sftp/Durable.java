package io.noren.pos.sftp;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Names given to files whose content is on disk already, so that after a power cut the name is there too. */
final class Durable {
    private Durable() {}

    /**
     * Gives a file its name, unless another one has it: of two at the same moment, also on two machines over one drive,
     * one wins and none is overwritten.
     *
     * @throws FileAlreadyExistsException and then the draft is still there
     */
    static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
            Files.delete(draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            moveWhereThereAreNoLinks(draft, file);
        }
        sync(file);
    }

    /** Gives a file its name, and takes it from whatever had it. */
    static void replace(Path draft, Path file) throws IOException {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file);
    }

    // Some network drives have no links. Then at least the uploads of this process do not overwrite each other.
    private static synchronized void moveWhereThereAreNoLinks(Path draft, Path file) throws IOException {
        Files.move(draft, file);
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
