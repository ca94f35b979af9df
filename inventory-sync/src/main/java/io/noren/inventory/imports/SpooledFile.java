package io.noren.inventory.imports;

import io.noren.inventory.Refusal;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file that has arrived whole, packed, on disk for as long as its request lasts. It is checked while it comes in; a
 * sender that stops in the middle leaves nothing.
 */
final class SpooledFile implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final FileChannel channel;
    private final long size;
    private final byte[] sha256;
    private final Charset charset;

    private SpooledFile(FileChannel channel, long size, byte[] sha256, Charset charset) {
        this.channel = channel;
        this.size = size;
        this.sha256 = sha256;
        this.charset = charset;
    }

    /**
     * Takes a request's body.
     *
     * @param packed whether it is gzip
     * @param named the charset that the sender names
     * @throws Refusal {@code IMPORT_TOO_LARGE}, {@code EXPANDS_TOO_FAR}, {@code BROKEN_GZIP}, {@code UPLOAD_BROKEN},
     *     {@code EMPTY_IMPORT}, {@code BAD_ENCODING}, {@code MIXED_ENCODING}, {@code LINE_TOO_LONG}
     */
    static SpooledFile receive(InputStream body, boolean packed, @Nullable Charset named, ImportSettings settings)
            throws IOException {
        Path folder = Files.createDirectories(settings.spool());
        // Gone with the channel, also when the process is killed.
        FileChannel channel = FileChannel.open(
                folder.resolve("import-" + UUID.randomUUID() + ".gz"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        boolean complete = false;
        try {
            Sent sent = new Sent(body, settings.imports().maxSize().toBytes());
            MessageDigest digest = sha256();
            TextScan scan = new TextScan();
            long size = 0;
            try (OutputStream out = new FastGzip(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER))) {
                InputStream in = packed ? new GZIPInputStream(sent, BUFFER) : sent;
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    size += read;
                    if (packed && size > settings.imports().maxUnpacked().toBytes()) {
                        throw tooLarge(
                                "EXPANDS_TOO_FAR",
                                "The file unpacks to more than",
                                settings.imports().maxUnpacked().toBytes());
                    }
                    digest.update(buffer, 0, read);
                    scan.take(buffer, read);
                    out.write(buffer, 0, read);
                }
                out.flush();
            } catch (EOFException | ZipException e) {
                throw sent.brokenOff
                        ? brokenOff(e)
                        : caused(
                                "BROKEN_GZIP",
                                "The body is not what gzip writes, or ends too early: pack the file again.",
                                e);
            } catch (IOException e) {
                if (sent.brokenOff) {
                    throw brokenOff(e);
                }
                throw e;
            }
            if (size == 0) {
                throw new Refusal("EMPTY_IMPORT", "The request has no body; send the file as the body.");
            }
            Charset charset = scan.charset(named);
            complete = true;
            return new SpooledFile(channel, size, digest.digest(), charset);
        } finally {
            if (!complete) {
                channel.close();
            }
        }
    }

    long size() {
        return size;
    }

    byte[] digest() {
        return sha256.clone();
    }

    Charset charset() {
        return charset;
    }

    /** The packed bytes from the beginning; one reader at a time. */
    InputStream packed() throws IOException {
        channel.position(0);
        return Channels.newInputStream(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Refusal brokenOff(IOException cause) {
        return caused(
                "UPLOAD_BROKEN", "The body ended before it was complete; nothing was started. Send it again.", cause);
    }

    private static Refusal caused(String code, String detail, Exception cause) {
        Refusal refusal = new Refusal(code, detail);
        refusal.initCause(cause);
        return refusal;
    }

    private static Refusal tooLarge(String code, String what, long limit) {
        return new Refusal(
                code, what + " " + limit + " bytes. Send it in several files.", null, Map.of("limit", limit));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What comes over the wire: counted, and remembered if it was the wire that broke. */
    private static final class Sent extends FilterInputStream {
        private final long limit;
        private long size;
        private boolean brokenOff;
        private boolean ended;

        Sent(InputStream body, long limit) {
            super(body);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(buffer, offset, length);
            } catch (IOException e) {
                brokenOff = true;
                throw e;
            }
            ended = read < 0;
            size += Math.max(0, read);
            if (size > limit) {
                throw tooLarge("IMPORT_TOO_LARGE", "The body is larger than", limit);
            }
            return read;
        }

        // A packed file may have several members; the wire being quiet for a moment does not end it.
        @Override
        public int available() {
            return ended ? 0 : 1;
        }
    }

    /** Quick rather than small: the file is kept only until it is done. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(new KeptOpen(out), BUFFER);
            def.setLevel(1);
        }
    }

    /** Closing would close the file, which is still to be read. */
    private static final class KeptOpen extends FilterOutputStream {

        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
