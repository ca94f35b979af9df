package io.noren.inventory.imports;

import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes files of stock. A file is first received whole and looked at: what it is written in, and its header. Only then
 * is it kept, and from then on a crash of anything only delays it. {@link ImportWorker} does the rest.
 */
@Component
public class StockImports {

    public static final int MOST = 200;

    private final ImportFiles files;
    private final ImportProgress progress;
    private final ImportSettings settings;
    private final Clock clock;

    StockImports(ImportFiles files, ImportProgress progress, ImportSettings settings, Clock clock) {
        this.files = files;
        this.progress = progress;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What comes with the body.
     *
     * @param charset the charset that the sender names, or null
     * @param packed whether the body is gzip
     * @param sender who sends it
     * @param idempotencyKey the sender's own key for this request, or null
     * @param locations those that the sender may speak for; null: every one
     */
    public record Sent(
            StockImport.Mode mode,
            boolean dryRun,
            StockImport.Format format,
            @Nullable String charset,
            boolean packed,
            String sender,
            @Nullable String idempotencyKey,
            @Nullable List<String> locations) {}

    /** @param fresh false when this was sent before: then it is that import's id */
    public record Receipt(UUID id, boolean fresh) {}

    /** A page, newest first. */
    public record Page(List<StockImport> imports, long next) {}

    /**
     * Returns only when the file is durable; until then nothing of it is.
     *
     * @throws Refusal when the file cannot be read as a whole, see {@link SpooledFile} and {@link RowSource};
     *     {@code IDEMPOTENCY_KEY_REUSED}
     */
    public Receipt receive(Sent sent, InputStream body) throws IOException {
        try (SpooledFile file = SpooledFile.receive(body, sent.packed(), TextScan.named(sent.charset()), settings)) {
            if (sent.format() == StockImport.Format.NDJSON && file.charset().equals(TextScan.SHIFT_JIS)) {
                throw new Refusal("BAD_ENCODING", "JSON is written in UTF-8.");
            }
            checkHeader(file, sent);
            StockImport wanted = imported(sent, file);
            ImportFiles.Sender sender = new ImportFiles.Sender(sent.sender(), sent.idempotencyKey());
            ImportFiles.Earlier earlier =
                    sent.idempotencyKey() == null ? null : files.earlier(sender).orElse(null);
            if (earlier != null) {
                return new Receipt(same(earlier, wanted, file), false);
            }
            ImportFiles.Stored stored = files.store(wanted, sender, file);
            return new Receipt(stored.id(), stored.fresh());
        }
    }

    @Transactional(readOnly = true)
    public Optional<StockImport> find(UUID id) {
        return files.find(id);
    }

    /** @param before the last page's {@code next}, or null for the newest */
    @Transactional(readOnly = true)
    public Page newest(@Nullable Long before, int limit) {
        return newest(before, limit, null);
    }

    /** @param locations for whoever may see only what was sent for no other than these; null: for whoever may see all */
    @Transactional(readOnly = true)
    public Page newest(@Nullable Long before, int limit, @Nullable List<String> locations) {
        List<ImportFiles.Numbered> page =
                files.newest(before == null ? Long.MAX_VALUE : before, Math.max(1, Math.min(limit, MOST)), locations);
        return new Page(
                page.stream().map(ImportFiles.Numbered::stockImport).toList(),
                page.isEmpty() ? 0 : page.get(page.size() - 1).number());
    }

    /**
     * Has an import tried again now that was set aside or waits for its next try; what it has done already stays done.
     *
     * @throws Refusal {@code NO_SUCH_IMPORT}, {@code IMPORT_NOT_WAITING}
     */
    @Transactional
    public StockImport retry(UUID id) {
        if (!progress.retry(id)) {
            throw notWaiting(id);
        }
        return files.find(id).orElseThrow();
    }

    /**
     * Gives up an import that was set aside or waits for its turn; what it has recorded already stays in the books.
     *
     * @param by who does
     * @throws Refusal {@code NO_SUCH_IMPORT}, {@code IMPORT_NOT_WAITING}
     */
    @Transactional
    public StockImport drop(UUID id, String by) {
        StockImport before = files.find(id).orElseThrow(StockImports::unknown);
        String done = before.position() == 0
                ? "Nothing of it is recorded."
                : "All up to line " + before.position() + " is recorded: send only what follows.";
        if (!progress.drop(id, "IMPORT_DROPPED", "Dropped by " + by + ". " + done)) {
            throw notWaiting(id);
        }
        return files.find(id).orElseThrow();
    }

    private Refusal notWaiting(UUID id) {
        StockImport found = files.find(id).orElseThrow(StockImports::unknown);
        return new Refusal(
                "IMPORT_NOT_WAITING",
                "The import is done, or somebody works on it just now.",
                null,
                Map.of("state", found.state().name()));
    }

    private static Refusal unknown() {
        return new Refusal("NO_SUCH_IMPORT", "No import has this id.");
    }

    private static UUID same(ImportFiles.Earlier earlier, StockImport wanted, SpooledFile file) {
        if (!earlier.isSameAs(wanted, file)) {
            throw new Refusal(
                    "IDEMPOTENCY_KEY_REUSED",
                    "This Idempotency-Key was already used for another request. Use a new key.");
        }
        return earlier.id();
    }

    private static void checkHeader(SpooledFile file, Sent sent) throws IOException {
        // Not closed: the file underneath is still to be stored.
        InputStream text = new GZIPInputStream(file.packed(), 1 << 14);
        RowSource rows = RowSource.open(text, sent.format(), sent.mode(), file.charset());
        if (rows.next() == null) {
            throw new Refusal("EMPTY_IMPORT", "The file has no row.", null, Map.of());
        }
    }

    private StockImport imported(Sent sent, SpooledFile file) {
        return new StockImport(
                UUID.randomUUID(),
                sent.mode(),
                sent.dryRun(),
                sent.format(),
                file.charset().name(),
                file.size(),
                sent.sender(),
                sent.locations(),
                Sql.micros(clock.instant()),
                StockImport.State.RUNNING,
                0,
                0,
                0,
                0,
                0,
                0,
                new StockImport.Held(0, List.of(), List.of(), null),
                StockImport.Trouble.NONE,
                null,
                null,
                null);
    }
}
