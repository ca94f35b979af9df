package io.noren.integration.broker;

import io.noren.inventory.Sql;
import jakarta.jms.JMSException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
 * Carries committed facts from the outbox to the broker and deletes them there when the broker has acknowledged them. A
 * crash in between sends again; the broker drops what it knows by its duplicate id, and readers are idempotent besides.
 *
 * <p>What this copy commits goes out at once, from memory: its rows are claimed for a while, so that nobody has to read
 * them first. What is left behind, by a copy that died or a broker that was away, is nobody's when its claim has run
 * out, and whichever copy looks first takes it. No order is kept, because every fact carries a sequence or commutes.
 */
@Component
class OutboxRelay implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    /** The message's property that names the event, the same each time it is sent. */
    static final String EVENT = "event";

    /** How long a fact belongs to the copy that wrote it. */
    static final Duration CLAIM = Duration.ofSeconds(5);

    /** Messages in one round. */
    private static final int BATCH = 500;
    /** Messages that are sent and may still stand in the table. */
    private static final int MOST_SENT = 2_000;
    /** Messages that wait in memory; what does not fit waits in the table. */
    private static final int ROOM = 10_000;
    /** How soon what was sent is deleted, and a copy notices what another one left behind when it died. */
    private static final long POLL_MILLIS = 250;

    private static final long STOP_LIMIT_MILLIS = 15_000;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ActiveMQConnectionFactory connections;
    private final BrokerTopology topology;

    private final Clock clock;
    private final BlockingQueue<OutboxRow> waiting = new LinkedBlockingQueue<>(ROOM);
    private final List<Long> sent = new ArrayList<>();
    private CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean running;
    private volatile boolean brokerAway;
    private @Nullable Thread thread;
    private @Nullable FactSender sender;

    OutboxRelay(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            ActiveMQConnectionFactory connections,
            BrokerTopology topology,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.connections = connections;
        this.topology = topology;
        this.clock = clock;
    }

    /** Whether so many messages may be claimed for {@link #takeOver}, once they are committed. */
    boolean hasRoomFor(int messages) {
        return running && !brokerAway && waiting.remainingCapacity() >= messages;
    }

    /** These are committed and claimed. What finds no room after all is sent when its claim has run out. */
    void takeOver(List<OutboxRow> messages) {
        messages.forEach(waiting::offer);
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopping = stop;
        running = true;
        Thread relay = new Thread(() -> run(stop), "outbox-relay");
        relay.start();
        thread = relay;
    }

    /** Sends what is there to the last and ends; what is committed later waits for the next start or another copy. */
    @Override
    public void stop() {
        running = false;
        stopping.countDown();
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

    private void run(CountDownLatch stop) {
        long lookAgainAt = System.nanoTime();
        try {
            while (stop.getCount() > 0) {
                try {
                    sendTogether(waiting.poll(lookAgainAt - System.nanoTime(), TimeUnit.NANOSECONDS));
                    // Between two batches, so that neither a busy shop nor a long outage makes the others wait.
                    if (System.nanoTime() - lookAgainAt >= 0) {
                        deleteSent();
                        long pause = sendLeftBehind() == BATCH ? 0 : POLL_MILLIS;
                        lookAgainAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
                    }
                } catch (RuntimeException e) {
                    log.warn("The outbox cannot be relayed just now and will be tried again: {}", e.toString());
                    giveUp();
                    if (stop.await(PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
            for (OutboxRow next = waiting.poll(); next != null; next = waiting.poll()) {
                sendTogether(next);
            }
            deleteSent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("What is in the outbox waits for the next start or another copy: {}", e.toString());
        } finally {
            giveUp();
            brokerAway = false;
        }
    }

    /** What was waiting here is still in the table, for whoever looks when its claim has run out. */
    private void giveUp() {
        brokerAway = true;
        waiting.clear();
        sent.clear();
        disconnect();
    }

    /** With what else waits. Tidying up is left for later: whoever comes next should not wait for it. */
    private void sendTogether(@Nullable OutboxRow first) {
        if (first == null) {
            return;
        }
        List<OutboxRow> rows = new ArrayList<>();
        rows.add(first);
        waiting.drainTo(rows, BATCH - 1);
        send(rows);
        rows.forEach(row -> sent.add(row.id()));
        if (sent.size() >= MOST_SENT) {
            deleteSent();
        }
    }

    // Losing this in a crash only means sending once more what the broker or the reader knows.
    private void deleteSent() {
        if (sent.isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            jdbc.execute("set local synchronous_commit = off");
            jdbc.update(
                    "delete from integration.outbox where id = any(?::bigint[])",
                    new Object[] {Sql.column(sent, Function.identity())});
        });
        sent.clear();
    }

    /** A batch of what is nobody's; how many there were. */
    private int sendLeftBehind() {
        Integer found = transaction.execute(status -> {
            jdbc.execute("set local synchronous_commit = off");
            List<OutboxRow> rows = jdbc.query("""
                    delete from integration.outbox where id in (
                        select id from integration.outbox where claimed_until is null or claimed_until <= ?
                        order by id for update skip locked limit ?)
                    returning id, event_id, address, queue, fact, facts, payload, correlation, traceparent
                    """, OutboxRow::of, Timestamp.from(clock.instant()), BATCH);
            if (!rows.isEmpty()) {
                send(rows);
            }
            return rows.size();
        });
        if (brokerAway) {
            connected(); // nothing was left to send, which would have shown whether it is back
            brokerAway = false;
        }
        return found == null ? 0 : found;
    }

    private void send(List<OutboxRow> rows) {
        try {
            connected().send(rows);
        } catch (JMSException e) {
            throw away(e);
        }
    }

    private FactSender connected() {
        FactSender open = sender;
        if (open == null) {
            topology.declare();
            try {
                open = new FactSender(connections.createConnection());
            } catch (JMSException e) {
                throw away(e);
            }
            sender = open;
        }
        return open;
    }

    private static IllegalStateException away(JMSException e) {
        return new IllegalStateException("the broker does not take messages: " + e.getMessage(), e);
    }

    private void disconnect() {
        FactSender open = sender;
        sender = null;
        if (open != null) {
            open.close();
        }
    }
}
