package io.noren.integration.broker;

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

    private final ActiveMQConnectionFactory connections;
    private volatile boolean running;

    BrokerTopology(ActiveMQConnectionFactory connections) {
        this.connections = connections;
    }

    void declare() {
        try (ClientSessionFactory factory = connections.getServerLocator().createSessionFactory();
                ClientSession session = factory.createSession(
                        connections.getUser(), connections.getPassword(), false, true, true, false, 1)) {
            session.start();
            applySettings(session);
            for (Fact<?> fact : Addresses.all()) {
                declareAddress(session, fact.address());
            }
            for (FlowQueue reader : FlowQueue.values()) {
                declareQueue(session, reader);
            }
        } catch (ActiveMQException e) {
            throw new IllegalStateException("the queues cannot be declared on the broker", e);
        } catch (Exception e) {
            throw new IllegalStateException("the broker cannot be reached", e);
        }
    }

    private static void declareAddress(ClientSession session, String name) throws ActiveMQException {
        SimpleString address = SimpleString.of(name);
        if (session.addressQuery(address).isExists()) {
            return;
        }
        try {
            session.createAddress(address, RoutingType.MULTICAST, false);
        } catch (ActiveMQAddressExistsException e) {
            log.debug("Another copy that starts at the same moment was faster", e);
        }
    }

    private static void declareQueue(ClientSession session, FlowQueue reader) throws ActiveMQException {
        if (session.queueQuery(SimpleString.of(reader.queue())).isExists()) {
            return;
        }
        try {
            session.createQueue(QueueConfiguration.of(reader.queue())
                    .setAddress(reader.address())
                    .setRoutingType(RoutingType.MULTICAST)
                    .setDurable(true)
                    .setAutoDelete(false));
        } catch (ActiveMQQueueExistsException e) {
            log.debug("Another copy that starts at the same moment was faster", e);
        }
    }

    private static void applySettings(ClientSession session) throws Exception {
        ClientRequestor requestor = new ClientRequestor(session, "activemq.management");
        try {
            ClientMessage request = session.createMessage(false);
            ManagementHelper.putOperationInvocation(request, "broker", "addAddressSettings", Addresses.ALL, SETTINGS);
            ClientMessage answer = requestor.request(request, 5_000);
            if (answer == null || !ManagementHelper.hasOperationSucceeded(answer)) {
                log.warn(
                        "The broker did not take the settings for {}; set there by hand: max-delivery-attempts -1 and a"
                                + " redelivery-delay, or messages that fail while the database is away are thrown away",
                        Addresses.ALL);
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
