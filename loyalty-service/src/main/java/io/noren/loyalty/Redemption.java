package io.noren.loyalty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points that pay in one transaction of a till or shop.
 *
 * @param account of the card or login that was presented; the points may be of any account of the same member
 * @param points whole, above 0
 * @param source the system that asked, and {@code sourceTransaction} what it calls the transaction; a key together
 * @param presentedBy the identifier that the customer showed; null when whoever asked knew the member otherwise
 * @param endsAt when the reservation lapses unless it is captured or released
 * @param resolvedAt when it was; null while it is reserved
 */
public record Redemption(
        UUID id,
        UUID account,
        long points,
        String source,
        String sourceTransaction,
        @Nullable UUID presentedBy,
        State state,
        Instant reservedAt,
        Instant endsAt,
        @Nullable Instant resolvedAt) {

    /** Where it stands; only a reserved one changes, once. */
    public enum State {
        /** The points are held: nobody else can spend them. */
        RESERVED,
        /** They are spent. */
        CAPTURED,
        /** They were not needed, and are the member's again. */
        RELEASED,
        /** Nobody said in time; they are the member's again. */
        LAPSED
    }

    /** The same, resolved. */
    Redemption as(State resolution, Instant at) {
        return new Redemption(
                id, account, points, source, sourceTransaction, presentedBy, resolution, reservedAt, endsAt, at);
    }

    /** The same, by what the customer showed. */
    Redemption by(@Nullable UUID shown) {
        return new Redemption(
                id, account, points, source, sourceTransaction, shown, state, reservedAt, endsAt, resolvedAt);
    }

    static Redemption read(ResultSet row, int number) throws SQLException {
        Timestamp resolved = row.getTimestamp("resolved_at");
        return new Redemption(
                row.getObject("id", UUID.class),
                row.getObject("account", UUID.class),
                row.getLong("points"),
                row.getString("source"),
                row.getString("source_transaction"),
                row.getObject("presented_by", UUID.class),
                State.valueOf(row.getString("state")),
                row.getTimestamp("reserved_at").toInstant(),
                row.getTimestamp("ends_at").toInstant(),
                resolved == null ? null : resolved.toInstant());
    }
}
