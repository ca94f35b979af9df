package io.noren.benchmark;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** What this broker does when it has nothing else to do: durable messages of 1 kB, sent and received in transactions. */
final class BareBroker {
    private static final int SIZE = 1_024;
    private static final int IN_ONE_TRANSACTION = 200;
    private static final String QUEUE = "bare";

    private final ActiveMQConnectionFactory connections;

    BareBroker(ActiveMQConnectionFactory connections) {
        this.connections = connections;
    }

    /** Messages per second that came out at the other end, all of them, one sender and one receiver. */
    double run(int messages) throws Exception {
        ExecutorService receiver = Executors.newSingleThreadExecutor();
        try (Connection connection = connections.createConnection()) {
            connection.start();
            long began = System.nanoTime();
            Future<?> received = receiver.submit(() -> {
                receive(connection, messages);
                return null;
            });
            send(connection, messages);
            received.get();
            return messages / ((System.nanoTime() - began) / 1e9);
        } finally {
            receiver.shutdownNow();
        }
    }

    private static void send(Connection connection, int messages) throws JMSException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            byte[] content = new byte[SIZE];
            for (int n = 1; n <= messages; n++) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(content);
                producer.send(message);
                if (n % IN_ONE_TRANSACTION == 0 || n == messages) {
                    session.commit();
                }
            }
        }
    }

    private static void receive(Connection connection, int messages) throws JMSException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            for (int n = 1; n <= messages; n++) {
                consumer.receive();
                if (n % IN_ONE_TRANSACTION == 0 || n == messages) {
                    session.commit();
                }
            }
        }
    }
}
