package io.noren.pos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.output.DeferredFileOutputStream;

/**
 * Content that is written once and then read, for as long as a request lasts: one receipt lies in memory, a till's whole
 * day in a file, which is deleted when this is closed.
 */
public final class SpooledContent implements Content, AutoCloseable {
    /** In bytes; a receipt has a few thousand. */
    private static final int IN_MEMORY = 1 << 16;

    private final DeferredFileOutputStream out;

    /** @param name what its file's name begins with, if it gets one */
    public SpooledContent(Path folder, String name) throws IOException {
        // Asked first: to make a folder that is there costs an exception, for each receipt.
        Path existing = Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
        out = DeferredFileOutputStream.builder()
                .setThreshold(IN_MEMORY)
                .setDirectory(existing)
                .setPrefix(name)
                .setSuffix(".spooled")
                .get();
    }

    /** What is written here can be read once it is closed. */
    public OutputStream out() {
        return out;
    }

    @Override
    public InputStream open() throws IOException {
        return out.toInputStream();
    }

    @Override
    public long size() {
        return out.getByteCount();
    }

    /** Whether it is as small as a receipt. */
    boolean isInMemory() {
        return out.isInMemory();
    }

    @Override
    public void close() throws IOException {
        out.close();
        Path file = out.getPath();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
