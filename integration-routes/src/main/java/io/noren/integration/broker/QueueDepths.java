package io.noren.integration.broker;

import io.noren.integration.TillMessagesSettings;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks the broker, embedded or not, how many messages wait for each flow. */
@Component
public class QueueDepths {
    private static final Logger log = LoggerFactory.getLogger(QueueDepths.class);

    /** What waits of all tills together, where any may send messages. */
    public static final String TILL_MESSAGES = "till-messages";

    private final ActiveMQConnectionFactory connections;
    private final TillMessagesSettings tillMessages;

    QueueDepths(ActiveMQConnectionFactory connections, TillMessagesSettings tillMessages) {
        this.connections = connections;
        this.tillMessages = tillMessages;
    }

    /** Messages per flow, {@link #TILL_MESSAGES} included; empty when the broker cannot be asked. */
    public Map<String, Long> read() {
        Map<String, Long> depths = new TreeMap<>();
        try (ClientSessionFactory factory = connections.getServerLocator().createSessionFactory();
                ClientSession session = factory.createSession(
                        connections.getUser(), connections.getPassword(), false, true, true, false, 1)) {
            for (FlowQueue queue : FlowQueue.values()) {
                depths.put(
                        queue.flow(),
                        session.queueQuery(SimpleString.of(queue.queue())).getMessageCount());
            }
            for (TillMessagesSettings.Till till : tillMessages.tills()) {
                SimpleString queue = SimpleString.of(Addresses.tillDocuments(till));
                depths.merge(TILL_MESSAGES, session.queueQuery(queue).getMessageCount(), Long::sum);
            }
        } catch (Exception e) {
            log.warn("The broker cannot be asked for its queues: {}", e.toString());
        }
        return depths;
    }
}
