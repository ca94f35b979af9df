package io.noren.pos.web;

import io.noren.pos.PosSettings;
import io.noren.pos.Refusal;
import io.noren.pos.SpooledContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Where a document lies while its request lasts: it is read twice, and memory is no place for a large one. */
@Component
class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    /** Longer than any request: what is older was left by a crash. */
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private final Path folder;
    private final DataSize limit;
    private final Clock clock;

    Spool(PosSettings settings, Clock clock) {
        this.folder = settings.spool();
        this.limit = settings.pos().maxDocumentSize();
        this.clock = clock;
    }

    /**
     * @param announced what the sender said it would send, in bytes; -1 if nothing. Not relied upon.
     * @throws Refusal {@code DOCUMENT_TOO_LARGE} as soon as the limit is passed, {@code EMPTY_DOCUMENT}
     */
    SpooledContent write(InputStream body, long announced) throws IOException {
        if (announced > limit.toBytes()) {
            throw tooLarge();
        }
        SpooledContent spooled = new SpooledContent(folder, "received-");
        boolean complete = false;
        try (OutputStream out = spooled.out()) {
            byte[] buffer = new byte[1 << 14];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                if (spooled.size() + read > limit.toBytes()) {
                    throw tooLarge();
                }
                out.write(buffer, 0, read);
            }
            if (spooled.size() == 0) {
                throw new Refusal("EMPTY_DOCUMENT", "The request has no body; send the document as the body.");
            }
            complete = true;
        } finally {
            if (!complete) {
                spooled.close();
            }
        }
        return spooled;
    }

    private Refusal tooLarge() {
        return new Refusal(
                "DOCUMENT_TOO_LARGE",
                "A document over HTTP may have at most " + limit.toBytes()
                        + " bytes (noren.pos.max-document-size); split it, or put it into the drop folder.",
                null,
                Map.of("limit", limit.toBytes()));
    }

    @EventListener(ApplicationReadyEvent.class)
    void clearWhatACrashLeft() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        FileTime border = FileTime.from(clock.instant().minus(LEFT_BEHIND));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).compareTo(border) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("The spool folder {} could not be cleared: {}", folder, e.toString());
        }
    }
}
