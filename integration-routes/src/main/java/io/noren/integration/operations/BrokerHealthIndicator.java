package io.noren.integration.operations;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Ready means the broker can be reached, too. */
@Component("brokerHealthIndicator")
class BrokerHealthIndicator extends AbstractHealthIndicator {
    private final ActiveMQConnectionFactory connections;

    BrokerHealthIndicator(ActiveMQConnectionFactory connections) {
        super("The broker cannot be reached");
        this.connections = connections;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws Exception {
        connections.createConnection().close();
        health.up();
    }
}
