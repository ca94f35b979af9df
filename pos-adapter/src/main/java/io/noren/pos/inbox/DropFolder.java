package io.noren.pos.inbox;

import io.noren.pos.Content;
import io.noren.pos.LocationBinding;
import io.noren.pos.PosSettings;
import io.noren.pos.Refusal;
import io.noren.pos.TillDocuments;
import io.noren.pos.dialect.PanMask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Takes files out of the inbox. A file's first folder names its source; a second one that begins with an at sign names
 * the account that brought it, and so the locations it may speak for. A file leaves the inbox only after what it tells
 * is durable: to {@code done/} beside it, without personal data, or to {@code parked/} if it cannot be read. Whatever stops us in between, the
 * file is still there, is read again, and what was recorded already is a duplicate.
 */
@Component
class DropFolder {
    /**
     * How long a file of an account that is not configured waits, for this may be a copy of the application that was not
     * restarted yet since the account was added.
     */
    private static final Duration UNKNOWN_ACCOUNT = Duration.ofMinutes(15);

    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);

    private final TillDocuments documents;
    private final FolderOwners owners;
    private final Path inbox;
    private final Duration patience;
    private final Duration retry;
    private final DataSize maxFileSize;
    private final Clock clock;

    /** Files that are to be tried again, and when. Forgotten at a restart, which is a good time to try again. */
    private final Map<Path, Instant> notBefore = new ConcurrentHashMap<>();

    DropFolder(TillDocuments documents, FolderOwners owners, PosSettings settings, Clock clock) {
        this.documents = documents;
        this.owners = owners;
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
        Version read = null;
        try {
            read = Version.of(file);
            source = sourceOf(file);
            LocationBinding binding = bindingOf(source, file);
            if (read.size() > maxFileSize.toBytes()) {
                throw new Refusal(
                        "DOCUMENT_TOO_LARGE",
                        "A file may have at most " + maxFileSize.toBytes()
                                + " bytes (noren.pos.max-file-size); split it.");
            }
            TillDocuments.Receipt receipt = documents.receive(source, Content.of(file), now, binding);
            done(file, read, receipt.document());
        } catch (Refusal refusal) {
            refuse(source, file, read, refusal, now);
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

    /** Whose folder it lies in; null when it is nobody's and an operator, or a program of his, has put it there. */
    private @Nullable String accountOf(Path file) {
        Path within = inbox.relativize(file.toAbsolutePath().normalize());
        if (within.getNameCount() < 3) {
            return null;
        }
        String folder = within.getName(1).toString();
        return folder.startsWith(InboxNames.OWNED) ? folder.substring(InboxNames.OWNED.length()) : null;
    }

    private LocationBinding bindingOf(String source, Path file) {
        String account = accountOf(file);
        if (account == null) {
            return LocationBinding.UNBOUND;
        }
        return owners.bindingOf(source, account)
                .orElseThrow(() -> new Refusal(
                        "ACCOUNT_NOT_CONFIGURED",
                        "No account of this folder's name is configured for source " + source
                                + ", so nobody says which stores the file may speak for; configure it"
                                + " (noren.pos.sftp.accounts) on every copy of the application.",
                        null,
                        Map.of("accountUnknown", true)));
    }

    private void refuse(String source, Path file, @Nullable Version read, Refusal refusal, Instant now) {
        try {
            Duration mayChange = mayChangeWithin(refusal, file);
            if (!mayChange.isZero() && isYounger(file, mayChange, now)) {
                notBefore.put(file, now.plus(retry));
                return;
            }
            Version present = Version.of(file);
            if (!present.equals(read)) {
                return; // it was written once more, and is read again
            }
            documents.setAside(source, file, PanMask.mask(inbox.relativize(file).toString()), refusal);
            move(file, present, InboxNames.PARKED);
            LOG.warn("A file of source {} was parked: {}", source, refusal.code());
        } catch (NoSuchFileException e) {
            LOG.debug("{} was taken by another copy of the application", file.getFileName());
        } catch (IOException | RuntimeException e) {
            later(file, now, e);
        }
    }

    /** How old a file must be before such a refusal is believed. */
    private Duration mayChangeWithin(Refusal refusal, Path file) {
        if (Boolean.TRUE.equals(refusal.properties().get("accountUnknown"))) {
            return UNKNOWN_ACCOUNT;
        }
        boolean endsTooEarly = Boolean.TRUE.equals(refusal.properties().get("prematureEnd"));
        // Its writer may have paused; but what an account brings is complete when it appears.
        return endsTooEarly && accountOf(file) == null ? patience : Duration.ZERO;
    }

    private static boolean isYounger(Path file, Duration age, Instant now) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isAfter(now.minus(age));
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

    /** In {@code done/} there is what is kept of the document: what it says about people has gone with the reading. */
    private void done(Path file, Version read, UUID document) throws IOException {
        Path folder = Files.createDirectories(file.resolveSibling(InboxNames.DONE));
        Path kept = folder.resolve("." + UUID.randomUUID());
        try {
            try (InputStream content = documents.kept(document)) {
                Files.copy(content, kept);
            }
            Files.setLastModifiedTime(kept, read.modified());
            Path done = move(file, read, InboxNames.DONE);
            if (done != null) {
                Files.move(kept, done, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(kept);
        }
    }

    /**
     * Moves the file beside itself, under a name that nothing has there: an older file of this name is evidence too. What
     * is not what was read (another copy of the application was faster, and the till has sent the next file of this name)
     * stays and is read.
     *
     * @return where it is now; null if it was not moved
     */
    private static @Nullable Path move(Path file, Version read, String folder) throws IOException {
        Path target = Files.createDirectories(file.resolveSibling(folder));
        String name = file.getFileName().toString();
        for (int n = 1; ; n++) {
            try {
                return read.equals(Version.of(file))
                        ? Files.move(file, target.resolve(n == 1 ? name : name + "." + n))
                        : null;
            } catch (FileAlreadyExistsException e) {
                // the next number, then
            } catch (NoSuchFileException e) {
                LOG.debug("{} was moved by another copy of the application", file.getFileName());
                return null;
            }
        }
    }

    /** What tells one content of a file from the next, short of reading it. */
    private record Version(@Nullable Object fileKey, FileTime modified, long size) {
        static Version of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        }
    }
}
