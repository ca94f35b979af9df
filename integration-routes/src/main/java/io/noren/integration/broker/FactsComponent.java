package io.noren.integration.broker;

import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.springframework.stereotype.Component;

/** {@code facts:sale-to-stock} in a route: what waits in that flow's queue, as many messages at once as are there. */
@Component("facts")
class FactsComponent extends DefaultComponent {
    private final ActiveMQConnectionFactory connections;

    FactsComponent(ActiveMQConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String flow, Map<String, Object> parameters) {
        return new FactsEndpoint(uri, FlowQueue.of(flow));
    }

    private final class FactsEndpoint extends DefaultEndpoint {
        private final FlowQueue queue;

        FactsEndpoint(String uri, FlowQueue queue) {
            super(uri, FactsComponent.this);
            this.queue = queue;
        }

        @Override
        public Consumer createConsumer(Processor route) {
            return new FactsConsumer(this, route, connections, queue);
        }

        @Override
        public Producer createProducer() {
            throw new RuntimeCamelException("facts are published through the outbox, with the change they speak of");
        }
    }
}
