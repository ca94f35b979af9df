package io.noren.integration.broker;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A message of committed facts that is not yet at the broker.
 *
 * @param id its number in the table, 0 as long as it has none
 * @param facts how many it holds, as a {@link FactPack} when more than one
 * @param queue the one reader it is for; null for all who read the address
 */
record OutboxRow(
        long id,
        String eventId,
        String address,
        @Nullable String queue,
        String fact,
        int facts,
        String payload,
        @Nullable String correlation,
        @Nullable String traceparent) {

    static OutboxRow of(ResultSet row, int number) throws SQLException {
        return new OutboxRow(
                row.getLong("id"),
                row.getString("event_id"),
                row.getString("address"),
                row.getString("queue"),
                row.getString("fact"),
                row.getInt("facts"),
                row.getString("payload"),
                row.getString("correlation"),
                row.getString("traceparent"));
    }

    /** As the table has numbered it. */
    OutboxRow numbered(long number) {
        return new OutboxRow(number, eventId, address, queue, fact, facts, payload, correlation, traceparent);
    }

    /** What is sent again on purpose, to the one reader that could not take it, must not look like a duplicate. */
    String duplicateId() {
        return queue == null ? eventId : eventId + "/" + id;
    }

    String destination() {
        return queue == null ? address : address + "::" + queue;
    }
}
