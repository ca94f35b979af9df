package io.noren.pos.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way. Until the till says that it is complete nobody sees it; then it is on disk, has its name, and only
 * then the till is told so. If the connection breaks, or anything of it failed, it is deleted.
 */
final class Upload implements SeekableByteChannel {
    private final TillFolder folder;
    private final String name;
    private final Path draft;
    private final FileChannel content;
    private final Coverage come = new Coverage();
    private long position;
    private long checkedSpaceAt;
    private boolean complete;
    private @Nullable Exception failure;

    Upload(TillFolder folder, String name, Path draft, FileChannel content) {
        this.folder = folder;
        this.name = name;
        this.draft = draft;
        this.content = content;
    }

    /** The till has closed the file itself. It does so too when it gives up in an orderly way; nobody can tell. */
    void sentCompletely() {
        complete = true;
    }

    /** Something of it did not arrive, so the rest is worth nothing. */
    void fail(Exception why) {
        if (failure == null) {
            failure = why;
        }
    }

    /** @throws Refused when something of it did not arrive */
    void demandWhole() throws Refused {
        if (failure instanceof Refused refused) {
            throw refused;
        }
        if (failure != null) {
            throw Refused.failed("A part of this file could not be written; send it again as a whole.");
        }
    }

    void force() throws IOException {
        content.force(true);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        long end = position + bytes.remaining();
        if (position < 0 || end < 0 || end > folder.maxFileSize()) {
            throw Refused.failed(
                    "A file may have at most " + folder.maxFileSize() + " bytes (noren.pos.max-file-size); split it.");
        }
        if (end - checkedSpaceAt >= TillFolder.SPACE_CHECK) {
            folder.demandSpace();
            checkedSpaceAt = end;
        }
        int length = bytes.remaining();
        for (long at = position; bytes.hasRemaining(); ) {
            at += content.write(bytes, at);
        }
        come.add(position, length);
        position = end;
        return length;
    }

    @Override
    public void close() throws IOException {
        try (content) {
            if (complete) {
                publish();
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void publish() throws IOException {
        demandWhole();
        if (!come.isAllOf(content.size())) {
            throw Refused.failed("Pieces of this file are missing; a file cannot be resumed, send it as a whole.");
        }
        content.force(true);
        folder.publish(draft, name);
    }

    @Override
    public int read(ByteBuffer bytes) {
        throw new NonReadableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long wanted) {
        position = wanted;
        return this;
    }

    @Override
    public long size() throws IOException {
        return content.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        throw Refused.unsupported("A file's size cannot be set; send the file as a whole.");
    }

    @Override
    public boolean isOpen() {
        return content.isOpen();
    }
}
