package io.noren.integration.broker;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

    private static final long ACKNOWLEDGEMENT_LIMIT_SECONDS = 15;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ActiveMQConnectionFactory connections;
    private final BrokerTopology topology;

    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;
    private @Nullable Link link;

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
                relay.join(TimeUnit.SECONDS.toMillis(ACKNOWLEDGEMENT_LIMIT_SECONDS));
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
            List<Row> rows = jdbc.query(
                    """
                    delete from integration.outbox where id in (
                        select id from integration.outbox order by id for update skip locked limit ?)
                    returning id, event_id, address, queue, fact, payload, correlation, traceparent
                    """,
                    (row, n) -> new Row(
                            row.getLong("id"),
                            row.getString("event_id"),
                            row.getString("address"),
                            row.getString("queue"),
                            row.getString("fact"),
                            row.getString("payload"),
                            row.getString("correlation"),
                            row.getString("traceparent")),
                    BATCH);
            if (!rows.isEmpty()) {
                send(rows);
            }
            return rows.size();
        });
        return sent == null ? 0 : sent;
    }

    private void send(List<Row> rows) {
        Acknowledgements acknowledgements = new Acknowledgements(rows.size());
        try {
            Link open = connected();
            for (Row row : rows) {
                TextMessage message = open.session.createTextMessage(row.payload);
                message.setStringProperty("_AMQ_DUPL_ID", row.duplicateId());
                message.setStringProperty(EVENT, row.eventId);
                message.setStringProperty(FactFormat.FACT, row.fact);
                message.setJMSCorrelationID(row.correlation);
                if (row.traceparent != null) {
                    message.setStringProperty(Traces.HEADER, row.traceparent);
                }
                open.producer.send(open.destination(row), message, DeliveryMode.PERSISTENT, 4, 0, acknowledgements);
            }
            acknowledgements.await();
        } catch (JMSException e) {
            throw new IllegalStateException("the broker does not take messages: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending", e);
        }
    }

    private Link connected() throws JMSException {
        Link open = link;
        if (open == null) {
            topology.declare();
            open = new Link(connections.createConnection());
            link = open;
        }
        return open;
    }

    private void disconnect() {
        Link open = link;
        link = null;
        if (open != null) {
            try {
                open.connection.close();
            } catch (JMSException e) {
                log.debug("The broken connection did not close cleanly", e);
            }
        }
    }

    private record Row(
            long id,
            String eventId,
            String address,
            @Nullable String queue,
            String fact,
            String payload,
            @Nullable String correlation,
            @Nullable String traceparent) {

        /** What is sent again on purpose, to the one reader that could not take it, must not look like a duplicate. */
        String duplicateId() {
            return queue == null ? eventId : eventId + "/" + id;
        }
    }

    private static final class Link {
        private final Connection connection;
        private final Session session;
        private final MessageProducer producer;

        Link(Connection connection) throws JMSException {
            this.connection = connection;
            // Not transacted: a duplicate within a transaction would fail the whole batch for ever.
            this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            this.producer = session.createProducer(null);
        }

        // A topic even for one reader's queue: its address is multicast, and the broker refuses a JMS queue there.
        Destination destination(Row row) throws JMSException {
            return session.createTopic(row.queue == null ? row.address : row.address + "::" + row.queue);
        }
    }

    /** The broker's word on each message of a batch. */
    private static final class Acknowledgements implements CompletionListener {
        private final CountDownLatch open;
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

        Acknowledgements(int messages) {
            open = new CountDownLatch(messages);
        }

        @Override
        public void onCompletion(Message message) {
            open.countDown();
        }

        @Override
        public void onException(Message message, Exception exception) {
            failure.compareAndSet(null, exception);
            open.countDown();
        }

        void await() throws InterruptedException {
            if (!open.await(ACKNOWLEDGEMENT_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the broker did not acknowledge in time");
            }
            Exception refused = failure.get();
            if (refused != null) {
                throw new IllegalStateException("the broker refused a message", refused);
            }
        }
    }
}
