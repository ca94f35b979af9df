package io.noren.pos.sftp;

import io.noren.pos.inbox.InboxNames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account's folder in the inbox. What is in it under a finished name is handed over: the drop folder may be reading
 * it, so it is neither overwritten nor renamed nor deleted. A name that says that the file is unfinished is the till's
 * own to rename, to replace and to delete.
 */
final class TillFolder {
    /** How many bytes of an upload go by until the disk's space is looked at again. */
    static final long SPACE_CHECK = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(TillFolder.class);

    /** Hidden, so that the drop folder does not look into it. */
    private static final String DRAFTS = ".uploading";

    /** Without a byte for so long a draft is one that a crash left: a silent connection is closed long before. */
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private final Path folder;
    private final long maxFileSize;
    private final int maxWaiting;
    private final long keepFree;

    /**
     * @param maxFileSize in bytes
     * @param maxWaiting files that may wait here
     * @param keepFree bytes that must stay free on the disk
     */
    TillFolder(Path folder, long maxFileSize, int maxWaiting, long keepFree) {
        this.folder = folder;
        this.maxFileSize = maxFileSize;
        this.maxWaiting = maxWaiting;
        this.keepFree = keepFree;
    }

    Path path() {
        return folder;
    }

    long maxFileSize() {
        return maxFileSize;
    }

    /** Makes what is missing of it, and clears away what a crash left. */
    void prepare(Instant now) throws IOException {
        Files.createDirectories(folder.resolve(InboxNames.DONE));
        Files.createDirectories(folder.resolve(InboxNames.PARKED));
        Path drafts = Files.createDirectories(folder.resolve(DRAFTS));
        FileTime border = FileTime.from(now.minus(LEFT_BEHIND));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(drafts)) {
            for (Path draft : left) {
                clear(draft, border);
            }
        }
    }

    private static void clear(Path draft, FileTime border) throws IOException {
        try {
            if (Files.getLastModifiedTime(draft).compareTo(border) < 0) {
                Files.deleteIfExists(draft);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("An upload has just ended");
        }
    }

    /** Begins a file. It has no name until it is published. */
    Upload begin(String name) throws IOException {
        demandFree(name);
        demandRoom();
        demandSpace();
        Path draft = folder.resolve(DRAFTS).resolve(UUID.randomUUID() + ".part");
        FileChannel content =
                FileChannel.open(draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersAlone());
        return new Upload(this, name, draft, content);
    }

    void publish(Path draft, String name) throws IOException {
        Path file = folder.resolve(name);
        if (InboxNames.isUnfinished(name)) {
            Durable.replace(draft, file);
            return;
        }
        try {
            Durable.publish(draft, file);
        } catch (FileAlreadyExistsException e) {
            throw taken();
        }
    }

    /** Only an unfinished file: to give it its finished name hands it over. */
    void rename(String from, String to) throws IOException {
        demandOwn(from);
        demandFree(to);
        publish(folder.resolve(from), to);
    }

    void remove(String name) throws IOException {
        demandOwn(name);
        Files.delete(folder.resolve(name));
    }

    void demandSpace() throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() < keepFree) {
            LOG.warn("Uploads are refused: the disk of {} is nearly full", folder);
            throw Refused.failed("The server's disk is full; nothing was taken, try again later.");
        }
    }

    private void demandRoom() throws IOException {
        int waiting = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && ++waiting >= maxWaiting) {
                    throw Refused.failed(waiting + " files are waiting to be read (noren.pos.sftp.max-waiting); try"
                            + " again later.");
                }
            }
        }
    }

    private void demandFree(String name) throws Refused {
        if (!InboxNames.isUnfinished(name) && Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            throw taken();
        }
    }

    private void demandOwn(String name) throws IOException {
        if (!Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            throw Refused.notThere();
        }
        if (!InboxNames.isUnfinished(name)) {
            throw Refused.notAllowed("This file is handed over; it can neither be renamed nor deleted.");
        }
    }

    private static Refused taken() {
        return Refused.failed(
                "A file of this name is here and waits to be read; try again later, or choose another name.");
    }

    private FileAttribute<?>[] ownersAlone() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
                }
                : new FileAttribute<?>[0];
    }
}
