package io.noren.integration.broker;

import static io.noren.inventory.Sql.column;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes every fact that a module announces and writes it beside the change it speaks of, in the same transaction: both
 * are there or neither. A fact announced outside a transaction is refused. What one transaction announces is written
 * together, as its last statement, already claimed by this copy's relay, which gets it when it is committed. Facts of
 * one kind share a row and a message, see {@link FactPack}; each goes with the {@link Origin} of what caused it.
 */
@Component
public class Outbox implements ApplicationListener<PayloadApplicationEvent<?>> {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final OutboxRelay relay;
    private final Origins origins;

    Outbox(JdbcClient jdbc, JsonMapper json, Clock clock, OutboxRelay relay, Origins origins) {
        this.origins = origins;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.relay = relay;
    }

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<?> event) {
        Object payload = event.getPayload();
        Fact<?> fact = Addresses.of(payload.getClass());
        if (fact != null) {
            pending()
                    .rows
                    .add(new Row(
                            fact.idOf(payload),
                            fact.address(),
                            null,
                            fact.name(),
                            json.writeValueAsString(payload),
                            origins.of(fact.causeOf(payload))));
        }
    }

    @Override
    public boolean supportsAsyncExecution() {
        return false; // it must stay in the announcing thread, where the transaction is
    }

    /** Sends one message again to the one reader that could not take it, when the transaction commits. */
    public void sendTo(
            FlowQueue reader, @Nullable UUID event, String fact, String payload, @Nullable String correlation) {
        pending()
                .rows
                .add(new Row(
                        event == null ? UUID.randomUUID() : event,
                        reader.address(),
                        reader.queue(),
                        fact,
                        payload,
                        new Origin(correlation, origins.of(null).traceparent())));
    }

    private Pending pending() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException("a fact must be announced in the transaction of its change");
        }
        Pending pending = (Pending) TransactionSynchronizationManager.getResource(this);
        if (pending == null) {
            pending = new Pending();
            TransactionSynchronizationManager.bindResource(this, pending);
            TransactionSynchronizationManager.registerSynchronization(pending);
        }
        return pending;
    }

    /** @param queue the one reader it is for; null for all who read the address */
    private record Row(UUID id, String address, @Nullable String queue, String fact, String payload, Origin origin) {

        /** What is sent again to one reader goes alone: it is there because it was in trouble. */
        boolean goesWith(Row other) {
            return queue == null && other.queue == null && address.equals(other.address) && fact.equals(other.fact);
        }
    }

    /** Facts that share a row of the table and a message; nearly always of one kind, one after the other. */
    private static final class Parcel {
        private final List<Row> rows = new ArrayList<>();
        private int characters;

        boolean takes(Row row) {
            return rows.isEmpty()
                    || (rows.get(0).goesWith(row)
                            && FactPack.hasRoom(
                                    rows.size(), characters, row.payload().length()));
        }

        void add(Row row) {
            rows.add(row);
            characters += row.payload().length();
        }

        OutboxRow message() {
            Row first = rows.get(0);
            if (rows.size() == 1) {
                return new OutboxRow(
                        0,
                        first.id().toString(),
                        first.address(),
                        first.queue(),
                        first.fact(),
                        1,
                        first.payload(),
                        first.origin().correlation(),
                        first.origin().traceparent());
            }
            String body = FactPack.write(rows.stream()
                    .map(row -> new FactPack.Packed(row.id(), row.payload(), row.origin()))
                    .toList());
            return new OutboxRow(
                    0,
                    UUID.randomUUID().toString(),
                    first.address(),
                    null,
                    first.fact(),
                    rows.size(),
                    body,
                    null,
                    null);
        }
    }

    /** What one transaction has announced so far. */
    private final class Pending implements TransactionSynchronization {
        private final List<Row> rows = new ArrayList<>();
        private final List<OutboxRow> written = new ArrayList<>();

        /** How many rows there were at each savepoint: what is rolled back to it must not be announced. */
        private final Map<Object, Integer> savepoints = new HashMap<>();

        @Override
        public void savepoint(Object savepoint) {
            savepoints.put(savepoint, rows.size());
        }

        @Override
        public void savepointRollback(Object savepoint) {
            // A savepoint from before the first announcement is not known here: everything came after it.
            rows.subList(savepoints.getOrDefault(savepoint, 0), rows.size()).clear();
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            if (rows.isEmpty()) {
                return;
            }
            Instant now = clock.instant();
            List<OutboxRow> messages = messages();
            boolean claimed = relay.hasRoomFor(messages.size());
            List<Long> ids = jdbc.sql("""
                            insert into integration.outbox (event_id, address, queue, fact, facts, payload, correlation,
                                traceparent, created_at, claimed_until)
                            select event_id, address, queue, fact, facts, payload, correlation, traceparent, :now,
                                :claimedUntil::timestamptz
                            from unnest(:events::uuid[], :addresses::text[], :queues::text[], :facts::text[],
                                :counts::integer[], :payloads::text[], :correlations::text[], :traces::text[])
                                with ordinality
                                as row (event_id, address, queue, fact, facts, payload, correlation, traceparent, n)
                            order by n
                            returning id
                            """)
                    .param("events", column(messages, OutboxRow::eventId))
                    .param("addresses", column(messages, OutboxRow::address))
                    .param("queues", column(messages, OutboxRow::queue))
                    .param("facts", column(messages, OutboxRow::fact))
                    .param("counts", column(messages, OutboxRow::facts))
                    .param("payloads", column(messages, OutboxRow::payload))
                    .param("correlations", column(messages, OutboxRow::correlation))
                    .param("traces", column(messages, OutboxRow::traceparent))
                    .param("now", Timestamp.from(now))
                    .param("claimedUntil", claimed ? Timestamp.from(now.plus(OutboxRelay.CLAIM)) : null)
                    .query(Long.class)
                    .list();
            if (claimed) {
                for (int n = 0; n < ids.size(); n++) {
                    written.add(messages.get(n).numbered(ids.get(n)));
                }
            }
        }

        private List<OutboxRow> messages() {
            List<Parcel> parcels = new ArrayList<>();
            Parcel open = new Parcel();
            for (Row row : rows) {
                if (parcels.isEmpty() || !open.takes(row)) {
                    open = new Parcel();
                    parcels.add(open);
                }
                open.add(row);
            }
            return parcels.stream().map(Parcel::message).toList();
        }

        @Override
        public void afterCommit() {
            relay.takeOver(written);
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(Outbox.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(Outbox.this, this);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(Outbox.this);
        }
    }
}
