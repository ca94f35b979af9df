package io.noren.integration.broker;

import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries committed facts from the outbox to the broker: deletes a batch, sends it, waits until the broker has
 * acknowledged every message, and only then commits the deletion. A crash in between sends again; the broker drops
 * what it knows by its duplicate id, and readers are idempotent besides. Several copies of the application relay side
 * by side, each skipping the rows that another one holds; no order is kept, because every fact carries a sequence or
 * commutes.
 */
@Component
class OutboxRelay implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    /** The message's property that names the event, the same each time it is sent. */
    static final String EVENT = "event";

    /** Facts in one round. */
    private static final int BATCH = 500;
    /** How soon a copy notices what another one left behind when it died. */
    private static final long POLL_MILLIS = 250;

    private static final long STOP_LIMIT_MILLIS = 15_000;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ActiveMQConnectionFactory connections;
    private final BrokerTopology topology;

    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;
    private @Nullable FactSender sender;

    OutboxRelay(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            ActiveMQConnectionFactory connections,
            BrokerTopology topology) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.connections = connections;
        this.topology = topology;
    }

    /** Something was committed to the outbox. */
    void wake() {
        if (wakeUp.availablePermits() == 0) {
            wakeUp.release();
        }
    }

    @Override
    public void start() {
        running = true;
        Thread relay = new Thread(this::run, "outbox-relay");
        relay.start();
        thread = relay;
    }

    /** Sends what is there to the last and ends; what is committed later waits for the next start or another copy. */
    @Override
    public void stop() {
        running = false;
        wake();
        Thread relay = thread;
        if (relay != null) {
            try {
                relay.join(STOP_LIMIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return BrokerTopology.PHASE + 1; // after the queues exist; stopped after the routes and the web server
    }

    private void run() {
        try {
            while (running) {
                boolean failed = false;
                try {
                    while (relayBatch() == BATCH) {
                        // more is waiting
                    }
                } catch (Exception e) {
                    failed = true;
                    log.warn("The outbox cannot be relayed just now and will be tried again: {}", e.toString());
                    disconnect();
                }
                await(failed ? PAUSE_AFTER_FAILURE_MILLIS : POLL_MILLIS, failed);
            }
        } finally {
            disconnect();
        }
    }

    private void await(long millis, boolean afterFailure) {
        try {
            if (afterFailure) {
                wakeUp.drainPermits(); // a busy shop must not turn the pause into a tight loop
            }
            if (wakeUp.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                wakeUp.drainPermits();
            }
        } catch (InterruptedException e) {
            running = false;
        }
    }

    private int relayBatch() {
        Integer sent = transaction.execute(status -> {
            // Losing this in a crash only means sending once more what the broker or the reader knows.
            jdbc.execute("set local synchronous_commit = off");
            List<OutboxRow> rows = jdbc.query("""
                    delete from integration.outbox where id in (
                        select id from integration.outbox order by id for update skip locked limit ?)
                    returning id, event_id, address, queue, fact, payload, correlation, traceparent
                    """, OutboxRow::of, BATCH);
            if (!rows.isEmpty()) {
                send(rows);
            }
            return rows.size();
        });
        return sent == null ? 0 : sent;
    }

    private void send(List<OutboxRow> rows) {
        try {
            connected().send(rows);
        } catch (JMSException e) {
            throw new IllegalStateException("the broker does not take messages: " + e.getMessage(), e);
        }
    }

    private FactSender connected() throws JMSException {
        FactSender open = sender;
        if (open == null) {
            topology.declare();
            open = new FactSender(connections.createConnection());
            sender = open;
        }
        return open;
    }

    private void disconnect() {
        FactSender open = sender;
        sender = null;
        if (open != null) {
            open.close();
        }
    }
}
