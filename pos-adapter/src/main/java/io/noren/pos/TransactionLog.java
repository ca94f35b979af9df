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

    TransactionLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A transaction on its way in. */
    record Arrival(
            TransactionKey key,
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
    List<Outcome> record(UUID document, List<Arrival> arrivals, Instant now) {
        Map<TransactionKey, Arrival> firstOfEach = new HashMap<>();
        arrivals.forEach(arrival -> firstOfEach.putIfAbsent(arrival.key(), arrival));
        // In the key's order: overlapping documents must not lock the same keys crosswise.
        List<Arrival> sorted = firstOfEach.values().stream()
                .sorted(Comparator.comparing(Arrival::key, ORDER))
                .toList();
        Set<TransactionKey> fresh = insert(document, sorted, now);
        Map<TransactionKey, String> known = digests(sorted.stream()
                .map(Arrival::key)
                .filter(key -> !fresh.contains(key))
                .toList());

        List<Outcome> outcomes = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            if (fresh.remove(arrival.key())) { // the first of its key is the one that was inserted
                known.put(arrival.key(), arrival.digest());
                outcomes.add(Outcome.RECORDED);
            } else if (arrival.digest().equals(known.get(arrival.key()))) {
                outcomes.add(Outcome.DUPLICATE);
            } else {
                outcomes.add(Outcome.CONFLICT);
            }
        }
        return outcomes;
    }

    private Set<TransactionKey> insert(UUID document, List<Arrival> arrivals, Instant now) {
        if (arrivals.isEmpty()) {
            return new HashSet<>();
        }
        List<TransactionKey> keys = arrivals.stream().map(Arrival::key).toList();
        return new HashSet<>(jdbc.sql("""
                        insert into pos.till_transaction (source, location, business_day, workstation, sequence_number,
                          kind, digest, document, place, occurred_at, recorded_at)
                        select t.source, t.location, t.business_day, t.workstation, t.sequence_number,
                          t.kind, decode(t.digest, 'hex'), ?, t.place, t.occurred_at, ?
                        from unnest(?, ?, ?::date[], ?, ?, ?, ?, ?, ?::timestamptz[])
                          as t (source, location, business_day, workstation, sequence_number, kind, digest, place, occurred_at)
                        on conflict do nothing
                        returning source, location, business_day, workstation, sequence_number""")
                .params(
                        document,
                        now.atOffset(ZoneOffset.UTC),
                        texts(keys, TransactionKey::source),
                        texts(keys, TransactionKey::location),
                        texts(keys, key -> key.businessDay().toString()),
                        texts(keys, TransactionKey::workstation),
                        keys.stream().map(TransactionKey::sequenceNumber).toArray(Long[]::new),
                        texts(arrivals, arrival -> arrival.kind().name()),
                        texts(arrivals, Arrival::digest),
                        arrivals.stream().map(Arrival::place).toArray(Integer[]::new),
                        texts(
                                arrivals,
                                arrival -> arrival.occurredAt() == null
                                        ? null
                                        : arrival.occurredAt().toString()))
                .query((row, n) -> key(row))
                .list());
    }

    private Map<TransactionKey, String> digests(List<TransactionKey> keys) {
        Map<TransactionKey, String> digests = new HashMap<>();
        if (!keys.isEmpty()) {
            jdbc.sql("""
                            select r.source, r.location, r.business_day, r.workstation, r.sequence_number,
                              encode(r.digest, 'hex') as digest
                            from unnest(?, ?, ?::date[], ?, ?)
                              as t (source, location, business_day, workstation, sequence_number)
                            join pos.till_transaction r using (location, business_day, workstation, sequence_number, source)""")
                    .params(
                            texts(keys, TransactionKey::source),
                            texts(keys, TransactionKey::location),
                            texts(keys, key -> key.businessDay().toString()),
                            texts(keys, TransactionKey::workstation),
                            keys.stream().map(TransactionKey::sequenceNumber).toArray(Long[]::new))
                    .query(row -> {
                        digests.put(key(row), row.getString("digest"));
                    });
        }
        return digests;
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
