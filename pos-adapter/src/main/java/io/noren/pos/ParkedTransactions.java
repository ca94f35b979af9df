package io.noren.pos;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What waits for a person, in {@code pos.parked_transaction}. Each fault of a document is announced once, however often
 * the document is read again, and is resolved when a later reading no longer finds it.
 */
@Component
class ParkedTransactions {
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    ParkedTransactions(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * @param place null when the fault is the whole file's
     * @param transaction the key as text, as far as it could be read
     * @param location ours, when it is known and the sender may speak for it
     */
    record Entry(
            String code,
            String reason,
            @Nullable Integer place,
            @Nullable ToldKey key,
            @Nullable String transaction,
            @Nullable String location) {

        UUID idIn(UUID document) {
            return idOf(document, code, place, transaction);
        }
    }

    static UUID idOf(UUID document, String code, @Nullable Integer place, @Nullable String transaction) {
        return Names.uuid(document + "/" + code + "/" + place + "/" + transaction);
    }

    boolean isOpen(UUID id) {
        return jdbc.sql("select exists (select 1 from pos.parked_transaction where id = ? and resolved_at is null)")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    /** Parks each entry and announces those that are new. Demands a transaction: both are its, or neither. */
    void park(UUID document, boolean documentKept, String source, List<Entry> entries, Instant now) {
        // In the order of their ids, so that two readers of one document wait for each other and never in a ring.
        Map<UUID, Entry> byId = new TreeMap<>();
        entries.forEach(entry -> byId.putIfAbsent(entry.idIn(document), entry));
        byId.forEach((id, entry) -> {
            if (isNew(id, document, source, entry, now)) {
                events.publishEvent(new TillTransactionParked(
                        id,
                        document,
                        source,
                        entry.code(),
                        entry.reason(),
                        entry.place(),
                        entry.transaction(),
                        documentKept,
                        now));
            }
        });
    }

    private boolean isNew(UUID id, UUID document, String source, Entry entry, Instant now) {
        ToldKey key = entry.key();
        return jdbc.sql("""
                        insert into pos.parked_transaction as p
                          (id, document, source, code, reason, place, transaction, store_code, location, business_day,
                           workstation, sequence_number, numbered, parked_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (id) do update
                          set resolved_at = null, parked_at = excluded.parked_at, reason = excluded.reason
                          where p.resolved_at is not null""")
                        .param(id)
                        .param(document)
                        .param(source)
                        .param(entry.code())
                        .param(entry.reason())
                        .param(entry.place())
                        .param(entry.transaction())
                        .param(key == null ? null : key.storeCode())
                        .param(entry.location())
                        .param(key == null ? null : key.businessDay())
                        .param(key == null ? null : key.workstation())
                        .param(key == null ? null : key.sequenceNumber())
                        .param(key == null || key.numbered())
                        .param(now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /**
     * These transactions of the document are in order now, except for the faults just found. A number that is made of
     * the till system's id is enough: store and day may be read differently once the store is known.
     */
    void resolve(UUID document, Collection<ToldKey> transactions, List<Entry> stillParked, Instant now) {
        List<ToldKey> keys = List.copyOf(transactions);
        jdbc.sql("""
                        update pos.parked_transaction p set resolved_at = ?
                        from unnest(?, ?::date[], ?, ?) as t (store_code, business_day, workstation, sequence_number)
                        where p.document = ? and p.resolved_at is null and not p.id = any (?)
                          and p.sequence_number = t.sequence_number
                          and (not p.numbered or (p.store_code, p.business_day, p.workstation)
                            = (t.store_code, t.business_day, t.workstation))
                        returning p.*""")
                .params(
                        now.atOffset(ZoneOffset.UTC),
                        keys.stream().map(ToldKey::storeCode).toArray(String[]::new),
                        keys.stream().map(key -> key.businessDay().toString()).toArray(String[]::new),
                        keys.stream().map(ToldKey::workstation).toArray(String[]::new),
                        keys.stream().map(ToldKey::sequenceNumber).toArray(Long[]::new),
                        document,
                        stillParked.stream().map(entry -> entry.idIn(document)).toArray(UUID[]::new))
                .query((row, n) -> settled(row))
                .list()
                .forEach(events::publishEvent);
    }

    /** This one is in order now. */
    void resolve(UUID id, Instant now) {
        jdbc.sql("update pos.parked_transaction set resolved_at = ? where id = ? and resolved_at is null returning *")
                .params(now.atOffset(ZoneOffset.UTC), id)
                .query((row, n) -> settled(row))
                .list()
                .forEach(events::publishEvent);
    }

    private static TillTransactionSettled settled(ResultSet row) throws SQLException {
        return new TillTransactionSettled(
                row.getObject("id", UUID.class),
                row.getObject("document", UUID.class),
                row.getString("code"),
                row.getObject("place", Integer.class),
                row.getString("transaction"));
    }

    List<TillDocuments.Parked> open(UUID document, int limit) {
        return jdbc.sql("""
                        select code, reason, place, transaction from pos.parked_transaction
                        where document = ? and resolved_at is null order by place, id limit ?""")
                .params(document, limit)
                .query((row, n) -> new TillDocuments.Parked(
                        row.getString("code"),
                        row.getString("reason"),
                        row.getObject("place", Integer.class),
                        row.getString("transaction")))
                .list();
    }

    int countOpen(UUID document) {
        return jdbc.sql("select count(*) from pos.parked_transaction where document = ? and resolved_at is null")
                .param(document)
                .query(Integer.class)
                .single();
    }
}
