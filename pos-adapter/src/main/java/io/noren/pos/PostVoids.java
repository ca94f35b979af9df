package io.noren.pos;

import io.noren.pos.ParkedTransactions.Entry;
import io.noren.pos.TillFacts.Telling;
import io.noren.pos.TillTransaction.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Transactions that take back an earlier one as a whole. A post-void names its original and nothing else, so it waits in
 * {@code pos.post_void} until the original is here; then the original's goods are told to have gone the other way, once.
 */
@Component
class PostVoids {
    private static final int MOST = 200;

    private final JdbcClient jdbc;
    private final StoredTransactions stored;
    private final TillFacts facts;
    private final ParkedTransactions parked;
    private final PosSettings settings;
    private final Clock clock;

    PostVoids(
            JdbcClient jdbc,
            StoredTransactions stored,
            TillFacts facts,
            ParkedTransactions parked,
            PosSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.stored = stored;
        this.facts = facts;
        this.parked = parked;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param by the transaction that takes the original back
     * @param overdue whether a person was told that the original is missing, and it still is
     */
    record Known(TransactionKey by, boolean overdue) {}

    /** Those of the originals that are taken back already or are about to be; may be added to. */
    Map<TransactionKey, Known> known(Collection<TransactionKey> originals) {
        Map<TransactionKey, Known> known = new HashMap<>();
        if (!originals.isEmpty()) {
            List<TransactionKey> keys = List.copyOf(originals);
            jdbc.sql("""
                            select v.* from unnest(?, ?::date[], ?, ?, ?)
                              as t (location, business_day, workstation, sequence_number, source)
                            join pos.post_void v using (location, business_day, workstation, sequence_number, source)""")
                    .params(
                            keys.stream().map(TransactionKey::location).toArray(String[]::new),
                            keys.stream()
                                    .map(key -> key.businessDay().toString())
                                    .toArray(String[]::new),
                            keys.stream().map(TransactionKey::workstation).toArray(String[]::new),
                            keys.stream().map(TransactionKey::sequenceNumber).toArray(Long[]::new),
                            keys.stream().map(TransactionKey::source).toArray(String[]::new))
                    .query(row -> {
                        known.put(
                                TransactionLog.key(row),
                                new Known(
                                        voiding(row),
                                        row.getObject("done_at") == null && row.getObject("overdue_at") != null));
                    });
        }
        return known;
    }

    /**
     * Keeps a post-void until it can be done, in the transaction that records it.
     *
     * @throws CannotAcquireLockException when another one takes the same original back at this very moment
     */
    void keep(TransactionKey original, TransactionKey by, Instant occurredAt, Instant receivedAt) {
        int kept = jdbc.sql("""
                        insert into pos.post_void (location, business_day, workstation, sequence_number, source,
                          void_business_day, void_workstation, void_sequence_number, occurred_at, received_at, wait_until)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing""")
                .params(
                        original.location(),
                        original.businessDay(),
                        original.workstation(),
                        original.sequenceNumber(),
                        original.source(),
                        by.businessDay(),
                        by.workstation(),
                        by.sequenceNumber(),
                        occurredAt.atOffset(ZoneOffset.UTC),
                        receivedAt.atOffset(ZoneOffset.UTC),
                        now().plus(settings.pos().originalWithin()).atOffset(ZoneOffset.UTC))
                .update();
        if (kept == 0) {
            throw new CannotAcquireLockException("another transaction takes " + original.asText() + " back");
        }
    }

    /** The documents that hold originals which can be taken back now. */
    List<UUID> documentsOfOriginals() {
        return jdbc.sql("""
                        select distinct t.document from pos.post_void v
                        join pos.till_transaction t using (location, business_day, workstation, sequence_number, source)
                        where v.done_at is null limit ?""").param(MOST).query(UUID.class).list();
    }

    /**
     * @param revision of the original as it stands now
     * @param place of the original in its document
     * @param told the document of the post-void, and where it stands there
     */
    private record Waiting(
            TransactionKey original,
            int revision,
            int place,
            boolean isPostVoid,
            TransactionKey by,
            UUID told,
            int toldAt,
            Instant occurredAt,
            Instant receivedAt) {

        Entry missing() {
            return PostVoids.missing(original, by, toldAt);
        }
    }

    /** Takes back what waits for transactions of this document, which is read once for all of them. */
    @Transactional
    public void takeBack(UUID document) {
        List<Waiting> waiting = waitingFor(document);
        Map<Integer, TillTransaction> originals = waiting.isEmpty()
                ? Map.of()
                : stored.read(document, waiting.stream().map(Waiting::place).collect(Collectors.toSet()));
        Instant now = now();
        for (Waiting each : waiting) {
            TillTransaction original = originals.get(each.place());
            if (original == null) {
                throw new IllegalStateException(
                        "document " + document + " has no transaction any more in line " + each.place());
            }
            done(each, now);
            parked.resolve(each.missing().idIn(each.told()), now);
            if (each.isPostVoid()) {
                parked.park(each.told(), true, each.by().source(), List.of(ofPostVoid(each)), now);
            } else {
                facts.takeBack(
                        new Telling(
                                each.by(),
                                each.told(),
                                each.occurredAt(),
                                each.receivedAt(),
                                original.currency(),
                                original.memberCard(),
                                each.original().revised(each.revision())),
                        original);
            }
        }
    }

    private List<Waiting> waitingFor(UUID document) {
        return jdbc.sql("""
                        select v.*, t.place, t.kind, t.revision, w.document as told, w.place as told_at
                        from pos.post_void v
                        join pos.till_transaction t using (location, business_day, workstation, sequence_number, source)
                        join pos.till_transaction w
                          on (w.location, w.business_day, w.workstation, w.sequence_number, w.source)
                            = (v.location, v.void_business_day, v.void_workstation, v.void_sequence_number, v.source)
                        where v.done_at is null and t.document = ?
                        order by v.location, v.business_day, v.workstation, v.sequence_number
                        for update of v skip locked""")
                .param(document)
                .query((row, n) -> new Waiting(
                        TransactionLog.key(row),
                        row.getInt("revision"),
                        row.getInt("place"),
                        Kind.POST_VOID.name().equals(row.getString("kind")),
                        voiding(row),
                        row.getObject("told", UUID.class),
                        row.getInt("told_at"),
                        Documents.instant(row, "occurred_at"),
                        Documents.instant(row, "received_at")))
                .list();
    }

    private void done(Waiting each, Instant now) {
        TransactionKey key = each.original();
        jdbc.sql("""
                        update pos.post_void set done_at = ? where location = ? and business_day = ?
                          and workstation = ? and sequence_number = ? and source = ?""")
                .params(
                        now.atOffset(ZoneOffset.UTC),
                        key.location(),
                        key.businessDay(),
                        key.workstation(),
                        key.sequenceNumber(),
                        key.source())
                .update();
    }

    /** Gives to a person what has waited long enough; it is still done if the original comes later. */
    @Transactional
    public void giveUpWaiting() {
        Instant now = now();
        jdbc.sql("""
                        update pos.post_void v set overdue_at = ?
                        from pos.till_transaction w
                        where v.done_at is null and v.overdue_at is null and v.wait_until < ?
                          and (w.location, w.business_day, w.workstation, w.sequence_number, w.source)
                            = (v.location, v.void_business_day, v.void_workstation, v.void_sequence_number, v.source)
                        returning v.*, w.document as told, w.place as told_at""")
                .params(now.atOffset(ZoneOffset.UTC), now.atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Overdue(
                        row.getObject("told", UUID.class),
                        row.getString("source"),
                        missing(TransactionLog.key(row), voiding(row), row.getInt("told_at"))))
                .list()
                .forEach(each -> parked.park(each.told(), true, each.source(), List.of(each.entry()), now));
    }

    private record Overdue(UUID told, String source, Entry entry) {}

    /** What a person is told of a post-void whose original does not come. */
    static Entry missing(TransactionKey original, TransactionKey by, int place) {
        return new Entry(
                "ORIGINAL_MISSING",
                "The transaction takes back " + original.asText() + ", which has not arrived; nothing was taken back."
                        + " Have the till send it again: it is then done by itself.",
                place,
                null,
                by.asText(),
                by.location());
    }

    private static Entry ofPostVoid(Waiting each) {
        return new Entry(
                "POST_VOID_NEEDS_PERSON",
                "The transaction takes back " + each.original().asText() + ", which itself took another one back."
                        + " Find out what really left the store and correct the stock by hand.",
                each.toldAt(),
                null,
                each.by().asText(),
                each.by().location());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static TransactionKey voiding(ResultSet row) throws SQLException {
        return new TransactionKey(
                row.getString("source"),
                row.getString("location"),
                row.getObject("void_business_day", LocalDate.class),
                row.getString("void_workstation"),
                row.getLong("void_sequence_number"));
    }
}
