package io.noren.integration.broker;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes every fact that a module announces and writes it beside the change it speaks of, in the same transaction: both
 * are there or neither. A fact announced outside a transaction is refused. The rows of one transaction are written
 * together, as its last statement, and the relay is woken when they are committed. Each goes with the {@link Origin} of
 * what caused it.
 */
@Component
public class Outbox implements ApplicationListener<PayloadApplicationEvent<?>> {
    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final OutboxRelay relay;
    private final Origins origins;

    Outbox(JdbcTemplate jdbc, JsonMapper json, Clock clock, OutboxRelay relay, Origins origins) {
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

    private record Row(UUID id, String address, @Nullable String queue, String fact, String payload, Origin origin) {}

    /** What one transaction has announced so far. */
    private final class Pending implements TransactionSynchronization {
        private final List<Row> rows = new ArrayList<>();

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
            Timestamp now = Timestamp.from(clock.instant());
            jdbc.batchUpdate("""
                    insert into integration.outbox (event_id, address, queue, fact, payload, correlation, traceparent,
                        created_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?)
                    """, rows, rows.size(), (statement, row) -> {
                statement.setObject(1, row.id);
                statement.setString(2, row.address);
                statement.setString(3, row.queue);
                statement.setString(4, row.fact);
                statement.setString(5, row.payload);
                statement.setString(6, row.origin.correlation());
                statement.setString(7, row.origin.traceparent());
                statement.setTimestamp(8, now);
            });
        }

        @Override
        public void afterCommit() {
            relay.wake();
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
