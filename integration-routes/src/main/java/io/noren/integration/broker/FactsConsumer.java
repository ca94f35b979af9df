package io.noren.integration.broker;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a flow's queue: whatever is there at the moment, up to {@value #MOST} facts, goes through the route as one
 * exchange, so that its effect is one transaction of the database. A lone message waits {@value #LINGER_MILLIS} ms for
 * company: to ask the broker whether there is any would take longer.
 *
 * <p>A batch that fails is tried again in halves, down to the one message that is to blame, which is then retried and
 * parked by {@link RetryThenPark}; its neighbours are done. Messages are acknowledged only when all of them ended well,
 * after the database's commit, and nobody waits until the broker has heard it: a crash between the two delivers again
 * to readers who know what they have already done.
 */
final class FactsConsumer extends DefaultConsumer {
    private static final Logger log = LoggerFactory.getLogger(FactsConsumer.class);

    /** Facts in one exchange, where a flow does not say otherwise. */
    static final int MOST = 200;
    /** How many batches one copy of the application works on at the same time, for each flow. */
    private static final int READERS = 2;

    private static final long LINGER_MILLIS = 1;
    /** A route that stops waits for it. */
    private static final long LOOK_UP_MILLIS = 300;

    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;
    private static final String MESSAGES = "noren.messages";

    private final ActiveMQConnectionFactory connections;
    private final FlowQueue queue;
    private final List<Thread> readers = new ArrayList<>();
    private CountDownLatch stopping = new CountDownLatch(1);

    FactsConsumer(Endpoint endpoint, Processor route, ActiveMQConnectionFactory connections, FlowQueue queue) {
        super(endpoint, route);
        this.connections = connections;
        this.queue = queue;
    }

    /** What an exchange is about. */
    static List<FactMessage> messages(Exchange exchange) {
        @SuppressWarnings("unchecked")
        List<FactMessage> messages = exchange.getProperty(MESSAGES, List.class);
        return messages == null ? List.of() : messages;
    }

    static void messages(Exchange exchange, List<FactMessage> messages) {
        exchange.setProperty(MESSAGES, messages);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        CountDownLatch stop = new CountDownLatch(1);
        stopping = stop;
        for (int n = 1; n <= READERS; n++) {
            Thread reader = new Thread(() -> read(stop), queue.flow() + "-" + n);
            reader.start();
            readers.add(reader);
        }
    }

    /** Lets the batches under way end; what was not yet taken stays with the broker. */
    @Override
    protected void doStop() throws Exception {
        stopping.countDown();
        for (Thread reader : readers) {
            reader.join();
        }
        readers.clear();
        super.doStop();
    }

    private void read(CountDownLatch stop) {
        while (stop.getCount() > 0) {
            try (Connection connection = connections.createConnection();
                    Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
                    MessageConsumer consumer = session.createConsumer(session.createQueue(queue.fullName()))) {
                connection.start();
                while (stop.getCount() > 0) {
                    readBatch(session, consumer);
                }
            } catch (JMSException | RuntimeException e) {
                log.warn("{} cannot read its queue just now and tries again: {}", queue.flow(), e.toString());
                pause(stop);
            }
        }
    }

    private static void pause(CountDownLatch stop) {
        try {
            stop.await(PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }

    private void readBatch(Session session, MessageConsumer consumer) throws JMSException {
        List<FactMessage> batch = new ArrayList<>();
        Message last = null;
        for (Message next = consumer.receive(LOOK_UP_MILLIS); next != null; next = consumer.receive(LINGER_MILLIS)) {
            last = next;
            batch.addAll(FactMessage.of(next));
            if (batch.size() >= queue.most()) {
                break;
            }
        }
        if (last == null) {
            return;
        }
        if (doneInParts(batch)) {
            last.acknowledge(); // and all before it
        } else {
            session.recover();
        }
    }

    // A message may hold more than goes through at once.
    private boolean doneInParts(List<FactMessage> batch) {
        boolean done = true;
        for (int from = 0; from < batch.size(); from += queue.most()) {
            done &= done(batch.subList(from, Math.min(from + queue.most(), batch.size())));
        }
        return done;
    }

    /** @return false when some of it was neither done nor parked: the broker is to bring it again */
    private boolean done(List<FactMessage> batch) {
        Exception failure = passed(batch);
        if (failure == null) {
            return true;
        }
        if (batch.size() == 1 || RetryThenPark.isDatabaseAway(failure)) {
            return false;
        }
        int half = batch.size() / 2;
        boolean first = done(batch.subList(0, half));
        boolean second = done(batch.subList(half, batch.size())); // also where the first went wrong
        return first && second;
    }

    private @Nullable Exception passed(List<FactMessage> batch) {
        Exchange exchange = createExchange(false);
        try {
            exchange.getIn().setBody(batch);
            messages(exchange, batch);
            getProcessor().process(exchange);
            return exchange.getException();
        } catch (Exception e) {
            return e;
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
