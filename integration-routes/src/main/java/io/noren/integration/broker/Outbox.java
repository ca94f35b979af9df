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
 * are there or neither. A fact announced outside a transaction is refused. The rows of one transaction are written
 * together, as its last statement, already claimed by this copy's relay, which gets them when they are committed. Each
 * goes with the {@link Origin} of what caused it.
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

    private record Row(UUID id, String address, @Nullable String queue, String fact, String payload, Origin origin) {

        OutboxRow as(long number) {
            return new OutboxRow(
                    number, id.toString(), address, queue, fact, payload, origin.correlation(), origin.traceparent());
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
            boolean claimed = relay.hasRoomFor(rows.size());
            List<Long> ids = jdbc.sql("""
                            insert into integration.outbox (event_id, address, queue, fact, payload, correlation,
                                traceparent, created_at, claimed_until)
                            select event_id, address, queue, fact, payload, correlation, traceparent, :now,
                                :claimedUntil::timestamptz
                            from unnest(:events::uuid[], :addresses::text[], :queues::text[], :facts::text[],
                                :payloads::text[], :correlations::text[], :traces::text[]) with ordinality
                                as row (event_id, address, queue, fact, payload, correlation, traceparent, n)
                            order by n
                            returning id
                            """)
                    .param("events", column(rows, Row::id))
                    .param("addresses", column(rows, Row::address))
                    .param("queues", column(rows, Row::queue))
                    .param("facts", column(rows, Row::fact))
                    .param("payloads", column(rows, Row::payload))
                    .param("correlations", column(rows, row -> row.origin.correlation()))
                    .param("traces", column(rows, row -> row.origin.traceparent()))
                    .param("now", Timestamp.from(now))
                    .param("claimedUntil", claimed ? Timestamp.from(now.plus(OutboxRelay.CLAIM)) : null)
                    .query(Long.class)
                    .list();
            if (claimed) {
                for (int n = 0; n < ids.size(); n++) {
                    written.add(rows.get(n).as(ids.get(n)));
                }
            }
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
