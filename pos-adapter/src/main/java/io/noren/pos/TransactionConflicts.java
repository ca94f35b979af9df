package io.noren.pos;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** One transaction that was told twice with different content: both, to be compared. */
@Component
public class TransactionConflicts {
    private final JdbcClient jdbc;
    private final Documents documents;
    private final StoredTransactions stored;
    private final StoreDirectory stores;

    TransactionConflicts(JdbcClient jdbc, Documents documents, StoredTransactions stored, StoreDirectory stores) {
        this.jdbc = jdbc;
        this.documents = documents;
        this.stored = stored;
        this.stores = stores;
    }

    /** One of the two tellings. */
    public record Told(UUID document, Instant receivedAt, TillTransaction transaction) {}

    /**
     * @param first what was recorded and stands
     * @param second what came later and was not recorded
     */
    public record Conflict(Told first, Told second) {}

    /**
     * @param document the second telling's
     * @param place the line in which it begins
     * @return empty when there is nothing of the kind there
     */
    public Optional<Conflict> of(UUID document, int place) {
        return documents.find(document).flatMap(later -> {
            TillTransaction second = stored.read(document, Set.of(place)).get(place);
            return second == null
                    ? Optional.empty()
                    : recorded(second, later.source())
                            .map(first -> new Conflict(first, new Told(document, later.receivedAt(), second)));
        });
    }

    private Optional<Told> recorded(TillTransaction second, String source) {
        String location = stores.find(source, second.key().storeCode())
                .map(StoreDirectory.Store::location)
                .orElse(null);
        return jdbc
                .sql("""
                        select t.document, t.place, d.received_at from pos.till_transaction t
                        join pos.document d on d.id = t.document
                        where t.source = :source and ((t.location, t.business_day, t.workstation, t.sequence_number)
                            = (:location, :day, :workstation, :number) or t.vendor_id = :vendor)
                        limit 1""")
                .param("source", source)
                .param("location", location)
                .param("day", second.key().businessDay())
                .param("workstation", second.key().workstation())
                .param("number", second.key().sequenceNumber())
                .param("vendor", second.vendorId())
                .query((row, n) -> told(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Told> told(ResultSet row) throws SQLException {
        UUID document = row.getObject("document", UUID.class);
        int place = row.getInt("place");
        TillTransaction first = stored.read(document, Set.of(place)).get(place);
        return first == null
                ? Optional.empty()
                : Optional.of(new Told(document, Documents.instant(row, "received_at"), first));
    }
}
