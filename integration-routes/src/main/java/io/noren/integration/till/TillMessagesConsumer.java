package io.noren.integration.till;

import io.noren.integration.TillMessagesSettings.Till;
import io.noren.integration.broker.Addresses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the queues of all tills. Each message is one exchange and one transaction of the broker, which ends after that
 * of the database: the broker forgets a message when what it tells is durable, or when it is parked. Whatever stops us
 * in between, the message comes again, and what was recorded already is a duplicate.
 */
final class TillMessagesConsumer extends DefaultConsumer {
    private static final Logger log = LoggerFactory.getLogger(TillMessagesConsumer.class);

    /** How many messages one copy of the application works on at the same time. */
    private static final int READERS = 4;

    /** The broker hands out one message of a till at a time: a thousand tills must not fill this copy's memory. */
    private static final int NO_MESSAGES_AHEAD = 0;

    private static final int ANY_RATE = -1;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

    private final ActiveMQConnectionFactory connections;
    private final List<Till> tills;
    private final Path spool;
    private final Clock clock;
    private final List<Reader> readers = new ArrayList<>();

    TillMessagesConsumer(
            Endpoint endpoint,
            Processor route,
            ActiveMQConnectionFactory connections,
            List<Till> tills,
            Path spool,
            Clock clock) {
        super(endpoint, route);
        this.connections = connections;
        this.tills = tills;
        this.spool = spool;
        this.clock = clock;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        for (int n = 0; n < Math.min(READERS, tills.size()); n++) {
            List<Till> share = new ArrayList<>();
            for (int i = n; i < tills.size(); i += READERS) {
                share.add(tills.get(i));
            }
            Reader reader = new Reader(share, TillMessagesComponent.SCHEME + "-" + (n + 1));
            reader.thread.start();
            readers.add(reader);
        }
    }

    /** Lets the messages under way end; what was not yet taken stays with the broker. */
    @Override
    protected void doStop() throws Exception {
        readers.forEach(Reader::stop);
        for (Reader reader : readers) {
            reader.thread.join();
        }
        readers.clear();
        super.doStop();
    }

    /** One session of the broker, which gives its tills' messages one after the other. */
    private final class Reader implements Runnable {
        private final List<Till> share;
        private final Thread thread;
        private final CountDownLatch stopping = new CountDownLatch(1);

        /** Of the session that is open. */
        private volatile CountDownLatch ended = new CountDownLatch(1);

        Reader(List<Till> share, String name) {
            this.share = share;
            this.thread = new Thread(this, name);
        }

        void stop() {
            stopping.countDown();
            ended.countDown();
        }

        @Override
        public void run() {
            while (stopping.getCount() > 0) {
                try {
                    read();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (Exception e) {
                    log.warn("The tills' messages cannot be read just now, trying again: {}", e.toString());
                    pause();
                }
            }
        }

        private void read() throws Exception {
            CountDownLatch end = new CountDownLatch(1);
            ended = end;
            if (stopping.getCount() == 0) {
                return;
            }
            try (ClientSessionFactory factory = connections.getServerLocator().createSessionFactory();
                    ClientSession session = factory.createSession(
                            connections.getUser(), connections.getPassword(), false, false, false, false, 0)) {
                session.addFailureListener(new WhenItFails(end));
                for (Till till : share) {
                    ClientConsumer consumer = session.createConsumer(
                            SimpleString.of(Addresses.tillDocuments(till)), null, NO_MESSAGES_AHEAD, ANY_RATE, false);
                    consumer.setMessageHandler(message -> take(session, till, message, end));
                }
                session.start();
                end.await();
            }
        }

        private void pause() {
            try {
                stopping.await(PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopping.countDown();
            }
        }
    }

    private void take(ClientSession session, Till till, ClientMessage message, CountDownLatch end) {
        try {
            message.acknowledge(); // with the session's commit
            if (done(till, message)) {
                session.commit();
            } else {
                session.rollback();
            }
        } catch (ActiveMQException | RuntimeException e) {
            log.warn("A message of till {} stays with the broker: {}", till.name(), e.toString());
            end.countDown(); // and with this session's end it is free again
        }
    }

    /** @return false when it was neither done nor parked: the broker is to bring it again */
    private boolean done(Till till, ClientMessage message) throws ActiveMQException {
        try (TillMessage received = TillMessage.of(till, message, spool, clock.instant())) {
            Exchange exchange = createExchange(false);
            try {
                exchange.getIn().setBody(received);
                getProcessor().process(exchange);
                Exception failure = exchange.getException();
                if (failure != null) {
                    throw failure;
                }
                return true;
            } finally {
                releaseExchange(exchange, false);
            }
        } catch (IOException e) {
            return comesAgain(till, e);
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            return comesAgain(till, e);
        }
    }

    private static boolean comesAgain(Till till, Exception why) {
        // By its kind only: a database's own words may quote the row that it refused.
        log.warn(
                "A message of till {} could not be recorded now and comes again: {}",
                till.name(),
                why.getClass().getSimpleName());
        return false;
    }

    /** Ends the session's use when the broker is gone. */
    private record WhenItFails(CountDownLatch end) implements SessionFailureListener {
        @Override
        public void connectionFailed(ActiveMQException exception, boolean failedOver) {
            end.countDown();
        }

        @Override
        public void connectionFailed(ActiveMQException exception, boolean failedOver, String scaleDownTargetNodeId) {
            end.countDown();
        }

        @Override
        public void beforeReconnect(ActiveMQException exception) {
            end.countDown();
        }
    }
}
