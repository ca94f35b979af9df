package io.noren.pos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.MimeType;

/**
 * The one door for what tills send, whatever the dialect and the delivery. A document goes through it twice: first as a
 * whole, to refuse a broken one before anything is recorded, then transaction by transaction, in chunks that are each
 * durable with the facts they announce; of a small one both is done in one go, before anything is recorded. A crash between two chunks is harmless: the sender has no answer, sends again,
 * and what is recorded already is a duplicate.
 */
@Component
public class TillDocuments {
    private static final Logger LOG = LoggerFactory.getLogger(TillDocuments.class);

    /** Till transactions per database transaction: enough to be fast, few enough to hold in memory and to lose. */
    private static final int CHUNK = 200;

    /** Bytes of a document whose transactions may all be held in memory: then it is checked and read in one go. */
    private static final int READ_AT_ONCE = 1 << 16;

    /** Parked transactions listed in a receipt; all of them are counted and stored. */
    private static final int LISTED = 1_000;

    private final Dialects dialects;
    private final Documents documents;
    private final Chunks chunks;
    private final TransactionLog log;
    private final ParkedTransactions parkedTransactions;
    private final TransactionTemplate transaction;
    private final PosSettings settings;
    private final Clock clock;

    TillDocuments(
            Dialects dialects,
            Documents documents,
            Chunks chunks,
            TransactionLog log,
            ParkedTransactions parkedTransactions,
            PlatformTransactionManager transactionManager,
            PosSettings settings,
            Clock clock) {
        this.dialects = dialects;
        this.documents = documents;
        this.chunks = chunks;
        this.log = log;
        this.parkedTransactions = parkedTransactions;
        this.transaction = new TransactionTemplate(transactionManager);
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What became of a delivery: {@code transactions} = {@code recorded} + {@code duplicates} + parked.
     *
     * @param parked the first {@value #LISTED}
     */
    public record Receipt(UUID document, int transactions, int recorded, int duplicates, List<Parked> parked) {}

    /**
     * A transaction that waits for a person.
     *
     * @param place the line in the document
     * @param transaction its key as text, as far as it could be read
     */
    public record Parked(
            String code,
            String reason,
            @Nullable Integer place,
            @Nullable String transaction) {}

    /**
     * What became of a document until now, over all its deliveries.
     *
     * @param state {@code RECEIVED}: not read to its end; {@code READ}
     * @param recorded transactions that this document was the first to tell
     * @param parked those that still wait, the first {@value #LISTED}
     */
    public record Account(
            UUID document,
            String source,
            String kind,
            long size,
            Instant receivedAt,
            String state,
            int transactions,
            int recorded,
            int duplicates,
            List<Parked> parked) {}

    /** Receives a document from a sender that may speak for every location. */
    public Receipt receive(String source, Path file, Instant receivedAt) {
        return receive(source, Content.of(file), receivedAt, LocationBinding.UNBOUND);
    }

    /**
     * Records what the document tells. Returns only when all of it is durable; receiving it again changes nothing.
     *
     * @param binding the locations that its sender may speak for; transactions of others are parked
     * @throws Refusal when the document as a whole cannot be read; then nothing of it is recorded
     */
    public Receipt receive(String source, Content content, Instant receivedAt, LocationBinding binding) {
        SourceName.check(source);
        Dialect dialect = dialects.spokenBy(source);
        try {
            Packed.refuse(content);
            try (SpooledContent kept = new SpooledContent(settings.spool(), "kept-")) {
                Checked checked = check(dialect, source, content, kept);
                Documents.Document document = new Documents.Document(
                        Documents.idOf(source, checked.sha256()),
                        source,
                        checked.sha256(),
                        content.size(),
                        dialect.kind(),
                        receivedAt.truncatedTo(ChronoUnit.MICROS),
                        binding,
                        "RECEIVED",
                        0);
                Pass pass = new Pass(document, kept);
                List<Reading> transactions = checked.transactions();
                return pass.over(each -> {
                    if (transactions == null) {
                        read(dialect, document, kept.open(), each);
                    } else {
                        transactions.forEach(each);
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a stored document once more, after what was wrong around it (an unknown store) has been put right. Speaks
     * for the same locations as the document's senders.
     *
     * @throws Refusal {@code NO_SUCH_DOCUMENT}
     */
    public Receipt readAgain(UUID document) {
        Documents.Document stored = find(document);
        Dialect dialect = dialects.of(stored.kind());
        try (InputStream content = documents.open(document)) {
            return new Pass(stored, null).over(each -> dialect.read(stored.source(), content, each));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is kept of a document: what was sent, without personal data.
     *
     * @throws Refusal {@code NO_SUCH_DOCUMENT}
     */
    public InputStream kept(UUID document) throws IOException {
        return documents.open(find(document).id());
    }

    /** Whether these very bytes of the source were read to their end before: then receiving them again changes nothing. */
    public boolean isRead(String source, Content content) {
        MessageDigest digest = Names.sha256();
        try (InputStream in = content.open()) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents
                .find(Documents.idOf(source, HexFormat.of().formatHex(digest.digest())))
                .filter(document -> document.state().equals("READ"))
                .isPresent();
    }

    /** As which types this source's documents may be sent over HTTP. */
    public List<MimeType> mediaTypes(String source) {
        return dialects.spokenBy(source).mediaTypes();
    }

    /** @throws Refusal {@code NO_SUCH_DOCUMENT}, also when the asker may not see all that the document's senders may */
    public Account account(UUID document, LocationBinding asker) {
        Documents.Document stored = find(document);
        if (!asker.covers(stored.binding())) {
            throw noSuchDocument();
        }
        int recorded = log.countOf(document);
        int parked = parkedTransactions.countOpen(document);
        return new Account(
                document,
                stored.source(),
                stored.kind(),
                stored.size(),
                stored.receivedAt(),
                stored.state(),
                stored.transactions(),
                recorded,
                Math.max(0, stored.transactions() - recorded - parked),
                parkedTransactions.open(document, LISTED));
    }

    /**
     * Parks a whole file that was refused at a door where nobody waits for an answer. The file's content is not stored.
     *
     * @param name the file's name, for the person who looks for it
     */
    public void setAside(String source, Path file, String name, Refusal why) {
        String sha256;
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = Names.sha256();
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            sha256 = HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ParkedTransactions.Entry entry = new ParkedTransactions.Entry(
                why.code(),
                "File " + name + ": " + why.getMessage() + " Then put the corrected file into the inbox.",
                why.line(),
                null,
                null,
                null);
        transaction.executeWithoutResult(status -> parkedTransactions.park(
                Documents.idOf(source, sha256),
                false,
                source,
                List.of(entry),
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    /** @param transactions of a small document, which was read on the way; null where they are still to be read */
    private record Checked(String sha256, @Nullable List<Reading> transactions) {}

    private static Checked check(Dialect dialect, String source, Content content, SpooledContent kept)
            throws IOException {
        MessageDigest digest = Names.sha256();
        List<Reading> transactions = null;
        try (InputStream in = new DigestInputStream(content.open(), digest);
                OutputStream out = new GZIPOutputStream(kept.out(), 1 << 14)) {
            if (content.size() <= READ_AT_ONCE) {
                transactions = dialect.checkAndRead(source, in, out);
            } else {
                dialect.check(source, in, out);
            }
            in.transferTo(OutputStream.nullOutputStream()); // whatever follows the end is part of what was sent
        }
        return new Checked(HexFormat.of().formatHex(digest.digest()), transactions);
    }

    private static void read(
            Dialect dialect, Documents.Document document, InputStream kept, Consumer<Reading> transactions)
            throws IOException {
        try (InputStream scrubbed = new GZIPInputStream(kept, 1 << 14)) {
            dialect.read(document.source(), scrubbed, transactions);
        }
    }

    private Documents.Document find(UUID document) {
        Optional<Documents.Document> stored = documents.find(document);
        return stored.orElseThrow(TillDocuments::noSuchDocument);
    }

    private static Refusal noSuchDocument() {
        return new Refusal(
                "NO_SUCH_DOCUMENT",
                "No document has this id. A document that was refused is not stored: send it again, corrected.");
    }

    /** The transactions of a document, one after the other. */
    private interface Told {
        void to(Consumer<Reading> each) throws IOException;
    }

    /** One reading of one document, from its first chunk to its receipt. */
    private final class Pass {
        private Documents.Document document;
        private @Nullable SpooledContent toStore;
        private boolean seenBefore;
        private final List<Reading> chunk = new ArrayList<>(CHUNK);
        private final List<Parked> parked = new ArrayList<>();
        private int transactions;
        private int recorded;
        private int duplicates;

        /** @param toStore the kept content, when the document may not be stored yet */
        Pass(Documents.Document document, @Nullable SpooledContent toStore) {
            this.document = document;
            this.toStore = toStore;
            this.seenBefore = toStore == null;
        }

        Receipt over(Told told) throws IOException {
            MDC.put("correlation", document.id().toString());
            try {
                told.to(this::take);
                commit(true);
                LOG.debug(
                        "{} document read: {} transactions, {} recorded, {} duplicates, {} parked",
                        document.source(),
                        transactions,
                        recorded,
                        duplicates,
                        transactions - recorded - duplicates);
                return new Receipt(document.id(), transactions, recorded, duplicates, List.copyOf(parked));
            } finally {
                MDC.remove("correlation");
            }
        }

        private void take(Reading reading) {
            chunk.add(reading);
            transactions++;
            if (chunk.size() == CHUNK) {
                commit(false);
            }
        }

        private void commit(boolean last) {
            Chunk.Recorded now = chunks.record(new Chunk(
                    last ? document.readToItsEnd(transactions) : document,
                    toStore,
                    List.copyOf(chunk),
                    last,
                    seenBefore,
                    chunks.onBehalf()));
            chunk.clear();
            toStore = null;
            document = now.document();
            seenBefore = now.seenBefore();
            Recording.Result result = now.result();
            recorded += result.recorded();
            duplicates += result.duplicates();
            result.parked().stream()
                    .limit(LISTED - parked.size())
                    .map(entry -> new Parked(entry.code(), entry.reason(), entry.place(), entry.transaction()))
                    .forEach(parked::add);
        }
    }
}
