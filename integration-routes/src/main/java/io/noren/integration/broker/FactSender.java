package io.noren.integration.broker;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQDuplicateIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends facts to the broker and returns when it has all of them on disk. Usually a batch is one transaction of the
 * broker: one answer to wait for. The broker refuses such a transaction whole when it knows one of its messages already
 * (by {@code _AMQ_DUPL_ID}, after a crash between sending and noting it), so then they are sent one by one, and those
 * that are known are quietly dropped.
 */
final class FactSender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FactSender.class);

    private final Connection connection;
    private final Producers together;
    private final Producers oneByOne;

    FactSender(Connection connection) throws JMSException {
        this.connection = connection;
        together = new Producers(connection.createSession(true, Session.SESSION_TRANSACTED));
        oneByOne = new Producers(connection.createSession(false, Session.AUTO_ACKNOWLEDGE));
    }

    void send(List<OutboxRow> rows) throws JMSException {
        try {
            for (OutboxRow row : rows) {
                together.to(row).send(together.message(row), DeliveryMode.PERSISTENT, 4, 0);
            }
            together.session.commit();
        } catch (JMSException e) {
            if (!knowsSomeOfThem(e)) {
                throw e;
            }
            log.debug("The broker knows some of these already: one by one", e);
            together.session.rollback();
            sendOneByOne(rows);
        }
    }

    private static boolean knowsSomeOfThem(JMSException refusal) {
        return refusal instanceof TransactionRolledBackException
                || refusal.getCause() instanceof ActiveMQDuplicateIdException;
    }

    private void sendOneByOne(List<OutboxRow> rows) throws JMSException {
        for (OutboxRow row : rows) {
            oneByOne.to(row).send(oneByOne.message(row), DeliveryMode.PERSISTENT, 4, 0);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            log.debug("The broken connection did not close cleanly", e);
        }
    }

    /** A session with a producer for each destination: an unnamed one would ask the broker about every message. */
    private static final class Producers {
        private final Session session;
        private final Map<String, MessageProducer> byDestination = new HashMap<>();

        Producers(Session session) {
            this.session = session;
        }

        // A topic even for one reader's queue: its address is multicast, and the broker refuses a JMS queue there.
        MessageProducer to(OutboxRow row) throws JMSException {
            MessageProducer known = byDestination.get(row.destination());
            if (known == null) {
                known = session.createProducer(session.createTopic(row.destination()));
                byDestination.put(row.destination(), known);
            }
            return known;
        }

        TextMessage message(OutboxRow row) throws JMSException {
            TextMessage message = session.createTextMessage(row.payload());
            message.setStringProperty("_AMQ_DUPL_ID", row.duplicateId());
            message.setStringProperty(OutboxRelay.EVENT, row.eventId());
            message.setStringProperty(FactFormat.FACT, row.fact());
            if (row.facts() > 1) {
                message.setIntProperty(FactPack.FACTS, row.facts());
            }
            message.setJMSCorrelationID(row.correlation());
            if (row.traceparent() != null) {
                message.setStringProperty(Traces.HEADER, row.traceparent());
            }
            return message;
        }
    }
}
