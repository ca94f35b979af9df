package io.noren.integration.broker;

import io.noren.integration.TillMessagesSettings;
import org.apache.activemq.artemis.api.core.ActiveMQAddressExistsException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Declares on the broker, embedded or not, every address and every reader's queue before anything is sent: a multicast
 * address without queues would drop its messages. Declaring again changes nothing.
 */
@Component
class BrokerTopology implements SmartLifecycle {
    /** Before the relay and long before the routes. */
    static final int PHASE = -1000;

    private static final Logger log = LoggerFactory.getLogger(BrokerTopology.class);

    /**
     * For all our addresses: a message that a reader gives back comes again for ever, later and later up to 30 s
     * (without this it would be thrown away after ten attempts); nothing is deleted on its own; a full address pages
     * to disk; duplicates are remembered over the last 20,000 messages.
     */
    private static final String SETTINGS = """
            {"maxDeliveryAttempts": -1, "redeliveryDelay": 500, "redeliveryMultiplier": 2.0, "maxRedeliveryDelay": 30000,
             "autoDeleteQueues": false, "autoDeleteAddresses": false, "addressFullMessagePolicy": "PAGE",
             "maxSizeBytes": 67108864, "pageSizeBytes": 4194304}
            """;

    /**
     * More for what tills send: nothing is made because somebody asks for it; a message is never too old; beyond 4 MB
     * a till's messages wait on disk, and when so many wait there the next ones are refused.
     */
    private static final String TILL_SETTINGS = """
            {"autoCreateQueues": false, "autoCreateAddresses": false, "noExpiry": true, "maxSizeBytes": 4194304,
             "pageSizeBytes": 1048576, "pageLimitMessages": %d, "pageFullMessagePolicy": "FAIL"}
            """;

    /** Messages of one till that may wait on disk. */
    private static final int MOST_WAITING = 100_000;

    private final ActiveMQConnectionFactory connections;
    private final TillMessagesSettings tillMessages;
    private volatile boolean running;

    BrokerTopology(ActiveMQConnectionFactory connections, TillMessagesSettings tillMessages) {
        this.connections = connections;
        this.tillMessages = tillMessages;
    }

    void declare() {
        try (ClientSessionFactory factory = connections.getServerLocator().createSessionFactory();
                ClientSession session = factory.createSession(
                        connections.getUser(), connections.getPassword(), false, true, true, false, 1)) {
            session.start();
            applySettings(session, Addresses.ALL, SETTINGS);
            applySettings(session, Addresses.TILLS, TILL_SETTINGS.formatted(MOST_WAITING));
            for (Fact<?> fact : Addresses.all()) {
                declareAddress(session, fact.address(), RoutingType.MULTICAST);
            }
            for (FlowQueue reader : FlowQueue.values()) {
                declareQueue(session, reader.queue(), reader.address(), RoutingType.MULTICAST);
            }
            for (TillMessagesSettings.Till till : tillMessages.tills()) {
                String name = Addresses.tillDocuments(till);
                declareAddress(session, name, RoutingType.ANYCAST);
                declareQueue(session, name, name, RoutingType.ANYCAST);
            }
        } catch (ActiveMQException e) {
            throw new IllegalStateException("the queues cannot be declared on the broker", e);
        } catch (Exception e) {
            throw new IllegalStateException("the broker cannot be reached", e);
        }
    }

    private static void declareAddress(ClientSession session, String name, RoutingType routing)
            throws ActiveMQException {
        SimpleString address = SimpleString.of(name);
        if (session.addressQuery(address).isExists()) {
            return;
        }
        try {
            session.createAddress(address, routing, false);
        } catch (ActiveMQAddressExistsException e) {
            log.debug("Another copy that starts at the same moment was faster", e);
        }
    }

    private static void declareQueue(ClientSession session, String name, String address, RoutingType routing)
            throws ActiveMQException {
        if (session.queueQuery(SimpleString.of(name)).isExists()) {
            return;
        }
        try {
            session.createQueue(QueueConfiguration.of(name)
                    .setAddress(address)
                    .setRoutingType(routing)
                    .setDurable(true)
                    .setAutoDelete(false));
        } catch (ActiveMQQueueExistsException e) {
            log.debug("Another copy that starts at the same moment was faster", e);
        }
    }

    private static void applySettings(ClientSession session, String addresses, String settings) throws Exception {
        ClientRequestor requestor = new ClientRequestor(session, "activemq.management");
        try {
            ClientMessage request = session.createMessage(false);
            ManagementHelper.putOperationInvocation(request, "broker", "addAddressSettings", addresses, settings);
            ClientMessage answer = requestor.request(request, 5_000);
            if (answer == null || !ManagementHelper.hasOperationSucceeded(answer)) {
                log.warn(
                        "The broker did not take the settings for {}; set there by hand: max-delivery-attempts -1 and a"
                                + " redelivery-delay, or messages that fail while the database is away are thrown away;"
                                + " and as far as they are new to it: {}",
                        addresses,
                        settings);
            }
        } finally {
            requestor.close();
        }
    }

    @Override
    public void start() {
        declare();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
