package io.noren.pos;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every till transaction that came in, once, in {@code pos.till_transaction}. */
@Component
class TransactionLog {
    private static final Comparator<TransactionKey> ORDER = Comparator.comparing(TransactionKey::location)
            .thenComparing(TransactionKey::businessDay)
            .thenComparing(TransactionKey::workstation)
            .thenComparing(TransactionKey::sequenceNumber)
            .thenComparing(TransactionKey::source);

    private final JdbcClient jdbc;
    private final String lateAfter;

    TransactionLog(JdbcClient jdbc, PosSettings settings) {
        this.jdbc = jdbc;
        this.lateAfter = settings.pos().lateAfter().toString();
    }

    /**
     * A transaction on its way in.
     *
     * @param receivedAt when the document came in that tells it
     */
    record Arrival(
            UUID document,
            Instant receivedAt,
            TransactionKey key,
            @Nullable String vendorId,
            boolean numbered,
            TillTransaction.Kind kind,
            String digest,
            int place,
            @Nullable Instant occurredAt) {}

    enum Outcome {
        RECORDED,
        DUPLICATE,
        /** Recorded before with other content. */
        CONFLICT
    }

    /**
     * Records those that are new. Two readers of the same transactions wait for each other at the first one they share,
     * so the second sees what the first has committed.
     *
     * @return one outcome per arrival, in the given order
     */
    List<Outcome> record(List<Arrival> arrivals, Instant now) {
        Map<TransactionKey, Arrival> firstOfEach = new HashMap<>();
        arrivals.forEach(arrival -> firstOfEach.putIfAbsent(arrival.key(), arrival));
        // In the key's order: overlapping documents must not lock the same keys crosswise.
        List<Arrival> sorted = firstOfEach.values().stream()
                .sorted(Comparator.comparing(Arrival::key, ORDER))
                .toList();
        Set<TransactionKey> fresh = insert(sorted, now);
        Set<TransactionKey> told = new HashSet<>();
        List<Arrival> seen = arrivals.stream()
                .filter(arrival -> !(fresh.contains(arrival.key()) && told.add(arrival.key())))
                .toList();
        Set<Arrival> same = sameAsRecorded(seen);
        told.clear();
        List<Outcome> outcomes = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            if (fresh.contains(arrival.key()) && told.add(arrival.key())) {
                outcomes.add(Outcome.RECORDED); // the first of its key is the one that was inserted
            } else {
                outcomes.add(same.contains(arrival) ? Outcome.DUPLICATE : Outcome.CONFLICT);
            }
        }
        return outcomes;
    }

    /** In one statement with what it means for the till's day: a sale that comes alone should cost one. */
    private Set<TransactionKey> insert(List<Arrival> arrivals, Instant now) {
        if (arrivals.isEmpty()) {
            return Set.of();
        }
        List<TransactionKey> keys = arrivals.stream().map(Arrival::key).toList();
        return new HashSet<>(jdbc.sql("""
                        with told as (
                          select * from unnest(?, ?, ?::date[], ?, ?, ?, ?, ?, ?, ?, ?::timestamptz[], ?, ?::timestamptz[])
                            as t (source, location, business_day, workstation, sequence_number, vendor_id, numbered,
                              kind, digest, place, occurred_at, document, received_at)),
                        fresh as (
                          insert into pos.till_transaction (source, location, business_day, workstation,
                            sequence_number, vendor_id, numbered, kind, digest, document, place, occurred_at, recorded_at)
                          select source, location, business_day, workstation, sequence_number,
                            vendor_id, numbered, kind, decode(digest, 'hex'), document, place, occurred_at, ?
                          from told
                          on conflict do nothing
                          returning source, location, business_day, workstation, sequence_number),
                        day as (
                          insert into pos.till_day as d (location, business_day, workstation, source, first_number,
                            last_number, numbered, recorded, late, latest_sale_at, least_delay, most_delay,
                            first_word_at, last_word_at)
                          select location, business_day, workstation, source,
                            min(sequence_number) filter (where t.numbered),
                            max(sequence_number) filter (where t.numbered),
                            count(*) filter (where t.numbered), count(*),
                            count(*) filter (where t.occurred_at < t.received_at - ?::interval),
                            max(t.occurred_at), min(t.received_at - t.occurred_at), max(t.received_at - t.occurred_at),
                            min(t.received_at), max(t.received_at)
                          from fresh
                          join told t using (location, business_day, workstation, source, sequence_number)
                          group by location, business_day, workstation, source
                          order by location, business_day, workstation, source
                          on conflict (location, business_day, workstation, source) do update set
                            first_number = least(d.first_number, excluded.first_number),
                            last_number = greatest(d.last_number, excluded.last_number),
                            numbered = d.numbered + excluded.numbered,
                            recorded = d.recorded + excluded.recorded,
                            late = d.late + excluded.late,
                            latest_sale_at = greatest(d.latest_sale_at, excluded.latest_sale_at),
                            least_delay = least(d.least_delay, excluded.least_delay),
                            most_delay = greatest(d.most_delay, excluded.most_delay),
                            first_word_at = least(d.first_word_at, excluded.first_word_at),
                            last_word_at = greatest(d.last_word_at, excluded.last_word_at))
                        select source, location, business_day, workstation, sequence_number from fresh""")
                .params(
                        texts(keys, TransactionKey::source),
                        texts(keys, TransactionKey::location),
                        texts(keys, key -> key.businessDay().toString()),
                        texts(keys, TransactionKey::workstation),
                        keys.stream().map(TransactionKey::sequenceNumber).toArray(Long[]::new),
                        texts(arrivals, Arrival::vendorId),
                        arrivals.stream().map(Arrival::numbered).toArray(Boolean[]::new),
                        texts(arrivals, arrival -> arrival.kind().name()),
                        texts(arrivals, Arrival::digest),
                        arrivals.stream().map(Arrival::place).toArray(Integer[]::new),
                        texts(
                                arrivals,
                                arrival -> arrival.occurredAt() == null
                                        ? null
                                        : arrival.occurredAt().toString()),
                        arrivals.stream().map(Arrival::document).toArray(UUID[]::new),
                        texts(arrivals, arrival -> arrival.receivedAt().toString()),
                        now.atOffset(ZoneOffset.UTC),
                        lateAfter)
                .query((row, n) -> key(row))
                .list());
    }

    /**
     * Those that say what was recorded before, under the same key or the same id of the till system, or what a person
     * has decided against. Counts them as
     * told again.
     */
    private Set<Arrival> sameAsRecorded(List<Arrival> arrivals) {
        Set<Arrival> same = new HashSet<>();
        if (!arrivals.isEmpty()) {
            List<TransactionKey> keys = arrivals.stream().map(Arrival::key).toList();
            jdbc.sql("""
                            select t.n, coalesce(k.digest, v.digest) = decode(t.digest, 'hex')
                                and (t.vendor_id is null or k.vendor_id is null or t.vendor_id = k.vendor_id)
                              or exists (select 1 from pos.rejected_telling r
                                where r.source = t.source and r.digest = decode(t.digest, 'hex')
                                  and (r.location, r.business_day, r.workstation, r.sequence_number) in (
                                    (k.location, k.business_day, k.workstation, k.sequence_number),
                                    (v.location, v.business_day, v.workstation, v.sequence_number))) as same
                            from unnest(?, ?, ?::date[], ?, ?, ?, ?) with ordinality
                              as t (source, location, business_day, workstation, sequence_number, vendor_id, digest, n)
                            left join pos.till_transaction k
                              using (location, business_day, workstation, sequence_number, source)
                            left join pos.till_transaction v on v.source = t.source and v.vendor_id = t.vendor_id""")
                    .params(
                            texts(keys, TransactionKey::source),
                            texts(keys, TransactionKey::location),
                            texts(keys, key -> key.businessDay().toString()),
                            texts(keys, TransactionKey::workstation),
                            keys.stream().map(TransactionKey::sequenceNumber).toArray(Long[]::new),
                            texts(arrivals, Arrival::vendorId),
                            texts(arrivals, Arrival::digest))
                    .query(row -> {
                        if (row.getBoolean("same")) {
                            same.add(arrivals.get(row.getInt("n") - 1));
                        }
                    });
        }
        return same;
    }

    int countOf(UUID document) {
        return jdbc.sql("select count(*) from pos.till_transaction where document = ?")
                .param(document)
                .query(Integer.class)
                .single();
    }

    private static <T> String[] texts(List<T> list, Function<T, @Nullable String> text) {
        return list.stream().map(text).toArray(String[]::new);
    }

    static TransactionKey key(ResultSet row) throws SQLException {
        return new TransactionKey(
                row.getString("source"),
                row.getString("location"),
                row.getObject("business_day", LocalDate.class),
                row.getString("workstation"),
                row.getLong("sequence_number"));
    }
}
