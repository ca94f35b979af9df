package io.noren.pos.inbox;

import io.noren.pos.PosSettings;
import io.noren.pos.Refusal;
import io.noren.pos.TillDocuments;
import io.noren.pos.dialect.PanMask;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Takes files out of the inbox. A file's first folder names its source. A file leaves the inbox only after what it tells
 * is durable: to {@code done/} beside it, or to {@code parked/} if it cannot be read. Whatever stops us in between, the
 * file is still there, is read again, and what was recorded already is a duplicate.
 */
@Component
class DropFolder {
    static final String DONE = "done";
    static final String PARKED = "parked";

    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);

    private final TillDocuments documents;
    private final Path inbox;
    private final Duration patience;
    private final Duration retry;
    private final DataSize maxFileSize;
    private final Clock clock;

    /** Files that are to be tried again, and when. Forgotten at a restart, which is a good time to try again. */
    private final Map<Path, Instant> notBefore = new ConcurrentHashMap<>();

    DropFolder(TillDocuments documents, PosSettings settings, Clock clock) {
        this.documents = documents;
        this.inbox = settings.inbox().toAbsolutePath().normalize();
        this.patience = settings.pos().dropFolder().patience();
        this.retry = settings.pos().dropFolder().retry();
        this.maxFileSize = settings.pos().maxFileSize();
        this.clock = clock;
    }

    /** Reads one settled file. Never fails: what cannot be done now is left in its place for later. */
    void take(Path file) {
        Instant now = clock.instant();
        Instant due = notBefore.get(file);
        if (due != null && now.isBefore(due)) {
            return;
        }
        notBefore.remove(file);
        String source = "";
        try {
            source = sourceOf(file);
            long size = Files.size(file);
            if (size > maxFileSize.toBytes()) {
                throw new Refusal(
                        "DOCUMENT_TOO_LARGE",
                        "A file may have at most " + maxFileSize.toBytes()
                                + " bytes (noren.pos.max-file-size); split it.");
            }
            documents.receive(source, file, now);
            move(file, DONE);
        } catch (Refusal refusal) {
            refuse(source, file, refusal, now);
        } catch (NoSuchFileException e) {
            LOG.debug("{} was taken by another copy of the application", file.getFileName());
        } catch (IOException | RuntimeException e) {
            later(file, now, e);
        }
    }

    private String sourceOf(Path file) {
        Path within = inbox.relativize(file.toAbsolutePath().normalize());
        if (within.getNameCount() < 2) {
            throw new Refusal(
                    "INVALID_SOURCE",
                    "The file lies in the inbox itself; put it into a folder named after its source.");
        }
        return within.getName(0).toString();
    }

    private void refuse(String source, Path file, Refusal refusal, Instant now) {
        try {
            if (Boolean.TRUE.equals(refusal.properties().get("prematureEnd")) && isYoung(file, now)) {
                notBefore.put(file, now.plus(retry)); // its writer may have paused
                return;
            }
            documents.setAside(source, file, PanMask.mask(inbox.relativize(file).toString()), refusal);
            move(file, PARKED);
            LOG.warn("A file of source {} was parked: {}", source, refusal.code());
        } catch (IOException | RuntimeException e) {
            later(file, now, e);
        }
    }

    private boolean isYoung(Path file, Instant now) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isAfter(now.minus(patience));
    }

    private void later(Path file, Instant now, Exception why) {
        // By its kind only: a database's own words may quote the row that it refused.
        LOG.warn(
                "A file could not be recorded now and stays in the inbox, next try in {}: {}, {}",
                retry,
                why.getClass().getSimpleName(),
                NestedExceptionUtils.getMostSpecificCause(why).getClass().getSimpleName());
        notBefore.put(file, now.plus(retry));
    }

    /** Moves the file beside itself, under a name that nothing has there: an older file of this name is evidence too. */
    private static void move(Path file, String folder) throws IOException {
        Path target = Files.createDirectories(file.resolveSibling(folder));
        String name = file.getFileName().toString();
        for (int n = 1; ; n++) {
            try {
                Files.move(file, target.resolve(n == 1 ? name : name + "." + n));
                return;
            } catch (FileAlreadyExistsException e) {
                // the next number, then
            } catch (NoSuchFileException e) {
                LOG.debug("{} was moved by another copy of the application", file.getFileName());
                return;
            }
        }
    }
}
