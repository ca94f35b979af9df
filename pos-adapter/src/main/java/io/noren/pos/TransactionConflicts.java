package io.noren.pos;

import io.noren.pos.StoreDirectory.Store;
import io.noren.pos.TillTransaction.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One transaction that was told twice with different content: both are compared, and a person says which is true. */
@Component
public class TransactionConflicts {
    static final String CODE = "TRANSACTION_CONFLICT";

    private final JdbcClient jdbc;
    private final Documents documents;
    private final StoredTransactions stored;
    private final StoreDirectory stores;
    private final TillFacts facts;
    private final ParkedTransactions parked;
    private final Clock clock;

    TransactionConflicts(
            JdbcClient jdbc,
            Documents documents,
            StoredTransactions stored,
            StoreDirectory stores,
            TillFacts facts,
            ParkedTransactions parked,
            Clock clock) {
        this.jdbc = jdbc;
        this.documents = documents;
        this.stored = stored;
        this.stores = stores;
        this.facts = facts;
        this.parked = parked;
        this.clock = clock;
    }

    /** One of the two tellings. */
    public record Told(UUID document, Instant receivedAt, TillTransaction transaction) {}

    /**
     * @param first what was recorded and stands
     * @param second what came later and was not recorded
     */
    public record Conflict(Told first, Told second) {}

    public enum Stands {
        FIRST,
        SECOND
    }

    /**
     * @param recorded as it stands in the log, whatever the second telling calls it
     * @param told as the second telling calls it
     */
    private record Found(Conflict conflict, TransactionKey recorded, int revision, TransactionKey told, Store store) {
        TillTransaction first() {
            return conflict.first().transaction();
        }

        TillTransaction second() {
            return conflict.second().transaction();
        }
    }

    /**
     * @param document the second telling's
     * @param place the line in which it begins
     * @return empty when there is nothing of the kind there
     */
    public Optional<Conflict> of(UUID document, int place) {
        return find(document, place, false).map(Found::conflict);
    }

    /**
     * A person says which of the two is true. If it is the second, what the first told is taken back and what the second
     * tells is told instead. The other one is remembered as not true: when it comes again, nobody is asked again.
     *
     * @param by who decides
     * @throws Refusal {@code NO_CONFLICT} when there is nothing to decide (any more); {@code CHOICE_NOT_POSSIBLE} when one
     *     of the two takes a transaction back, or the recorded one was taken back
     */
    @Transactional
    public void decide(UUID document, int place, Stands stands, String by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Found found = find(document, place, true)
                .filter(both -> parked.isOpen(entryOf(both)))
                .orElseThrow(() -> new Refusal("NO_CONFLICT", "There is nothing to decide here any more."));
        if (stands == Stands.FIRST) {
            remember(found.recorded(), found.conflict().second(), by, now);
        } else {
            requireGoods(found);
            remember(found.recorded(), found.conflict().first(), by, now);
            replace(found, now);
        }
        parked.resolve(entryOf(found), now);
    }

    private static UUID entryOf(Found found) {
        return ParkedTransactions.idOf(
                found.conflict().second().document(),
                CODE,
                found.second().place(),
                found.told().asText());
    }

    private Optional<Found> find(UUID document, int place, boolean lock) {
        return documents.find(document).flatMap(later -> {
            TillTransaction second = stored.read(document, Set.of(place)).get(place);
            if (second == null) {
                return Optional.empty();
            }
            Told told = new Told(document, later.receivedAt(), second);
            return stores.find(later.source(), second.key().storeCode())
                    .flatMap(store -> against(told, later.source(), store, lock));
        });
    }

    private Optional<Found> against(Told second, String source, Store store, boolean lock) {
        TransactionKey key = second.transaction().key().at(source, store.location());
        return jdbc
                .sql("""
                        select t.*, d.received_at from pos.till_transaction t
                        join pos.document d on d.id = t.document
                        where t.source = :source and ((t.location, t.business_day, t.workstation, t.sequence_number)
                            = (:location, :day, :workstation, :number) or t.vendor_id = :vendor)
                        order by (t.vendor_id = :vendor) is true desc limit 1
                        """ + (lock ? "for update of t" : ""))
                .param("source", source)
                .param("location", key.location())
                .param("day", key.businessDay())
                .param("workstation", key.workstation())
                .param("number", key.sequenceNumber())
                .param("vendor", second.transaction().vendorId())
                .query((row, n) -> found(row, second, key, store))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Found> found(ResultSet row, Told second, TransactionKey told, Store store) throws SQLException {
        UUID document = row.getObject("document", UUID.class);
        int place = row.getInt("place");
        TillTransaction first = stored.read(document, Set.of(place)).get(place);
        return first == null
                ? Optional.empty()
                : Optional.of(new Found(
                        new Conflict(new Told(document, Documents.instant(row, "received_at"), first), second),
                        TransactionLog.key(row),
                        row.getInt("revision"),
                        told,
                        store));
    }

    private void requireGoods(Found found) {
        TransactionKey key = found.recorded();
        boolean takenBack = jdbc.sql("""
                        select exists (select 1 from pos.post_void where (location, business_day, workstation,
                          sequence_number, source) = (?, ?, ?, ?, ?))""")
                .params(key.location(), key.businessDay(), key.workstation(), key.sequenceNumber(), key.source())
                .query(Boolean.class)
                .single();
        if (takenBack
                || found.first().kind() == Kind.POST_VOID
                || found.second().kind() == Kind.POST_VOID) {
            throw new Refusal(
                    "CHOICE_NOT_POSSIBLE",
                    "One of the two takes a whole transaction back, or was taken back. Correct the stock by hand, then"
                            + " say that the first one stands.");
        }
    }

    private void remember(TransactionKey key, Told rejected, String by, Instant now) {
        jdbc.sql("""
                        insert into pos.rejected_telling (location, business_day, workstation, sequence_number, source,
                          digest, document, place, decided_by, decided_at)
                        values (?, ?, ?, ?, ?, decode(?, 'hex'), ?, ?, ?, ?) on conflict do nothing""")
                .params(
                        key.location(),
                        key.businessDay(),
                        key.workstation(),
                        key.sequenceNumber(),
                        key.source(),
                        Digest.of(rejected.transaction()),
                        rejected.document(),
                        rejected.transaction().place(),
                        by,
                        now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private void replace(Found found, Instant now) {
        TransactionKey key = found.recorded();
        Instant occurredAt = occurredAt(found.second(), found.store());
        jdbc.sql("""
                        update pos.till_transaction set kind = ?, digest = decode(?, 'hex'), document = ?, place = ?,
                          occurred_at = ?, revision = revision + 2
                        where (location, business_day, workstation, sequence_number, source) = (?, ?, ?, ?, ?)""")
                .param(found.second().kind().name())
                .param(Digest.of(found.second()))
                .param(found.conflict().second().document())
                .param(found.second().place())
                .param(occurredAt == null ? null : occurredAt.atOffset(ZoneOffset.UTC))
                .param(key.location())
                .param(key.businessDay())
                .param(key.workstation())
                .param(key.sequenceNumber())
                .param(key.source())
                .update();
        TransactionKey before = key.revised(found.revision());
        tell(found, key.revised(found.revision() + 1), found.conflict().first(), true, before, now);
        ToldKey original = found.second().original();
        TransactionKey soldIn = original == null
                ? null
                : stores.find(key.source(), original.storeCode())
                        .map(store -> original.at(key.source(), store.location()))
                        .orElse(null);
        tell(found, key.revised(found.revision() + 2), found.conflict().second(), false, soldIn, now);
    }

    /** @param takenBack whether its goods go the other way */
    private void tell(
            Found found,
            TransactionKey by,
            Told told,
            boolean takenBack,
            @Nullable TransactionKey original,
            Instant now) {
        TillTransaction transaction = told.transaction();
        Instant occurredAt = occurredAt(transaction, found.store());
        if (occurredAt != null) { // only what moves nothing may come without a time
            TillFacts.Telling telling = new TillFacts.Telling(
                    by, told.document(), occurredAt, now, transaction.currency(), transaction.memberCard(), original);
            if (takenBack) {
                facts.takeBack(telling, transaction);
            } else {
                facts.tell(telling, transaction);
            }
        }
    }

    private static @Nullable Instant occurredAt(TillTransaction transaction, Store store) {
        TillTime at = transaction.occurredAt();
        return at == null ? null : at.in(store.zone());
    }
}
