package io.noren.pos;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What tills told and waits for a person. */
@Component
public class WaitingTransactions {
    private static final int OF_DOCUMENT = 100;
    private static final String WAITING = """
            select p.*, d.id is not null as kept from pos.parked_transaction p
            left join pos.document d on d.id = p.document
            where p.resolved_at is null""";

    private final JdbcClient jdbc;

    WaitingTransactions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One of them.
     *
     * @param documentKept whether its document can be looked at and read again; a refused file cannot
     * @param place the line in the document
     * @param transaction its key as text, as far as it could be read
     * @param location null when nobody knows the store
     */
    public record Waiting(
            UUID document,
            boolean documentKept,
            String source,
            String code,
            String reason,
            @Nullable Integer place,
            @Nullable String transaction,
            @Nullable String location,
            @Nullable LocalDate businessDay,
            @Nullable String workstation,
            Instant parkedAt) {}

    /** The latest first. What is of no known store only for an asker who may see every one. */
    public List<Waiting> of(LocationBinding asker, int most) {
        return jdbc.sql(WAITING
                        + " and (?::text[] is null or p.location = any (?)) order by p.parked_at desc, p.id limit ?")
                .param(asker.asArray())
                .param(asker.asArray())
                .param(most)
                .query((row, n) -> waiting(row))
                .list();
    }

    /** How many wait of each store that has any, whatever the day. */
    public Map<String, Long> countByStore(LocationBinding asker) {
        Map<String, Long> counts = new HashMap<>();
        jdbc.sql("""
                        select location, count(*) as waiting from pos.parked_transaction
                        where resolved_at is null and location is not null
                          and (?::text[] is null or location = any (?))
                        group by location""").param(asker.asArray()).param(asker.asArray()).query(row -> {
            counts.put(row.getString("location"), row.getLong("waiting"));
        });
        return counts;
    }

    /** The first of one document, in its order. */
    public List<Waiting> ofDocument(UUID document) {
        return jdbc.sql(WAITING + " and p.document = ? order by p.place, p.id limit " + OF_DOCUMENT)
                .param(document)
                .query((row, n) -> waiting(row))
                .list();
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getObject("document", UUID.class),
                row.getBoolean("kept"),
                row.getString("source"),
                row.getString("code"),
                row.getString("reason"),
                row.getObject("place", Integer.class),
                row.getString("transaction"),
                row.getString("location"),
                row.getObject("business_day", LocalDate.class),
                row.getString("workstation"),
                Documents.instant(row, "parked_at"));
    }
}
