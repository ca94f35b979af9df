package io.noren.integration.till;

import io.noren.integration.TillMessagesSettings;
import io.noren.pos.PosSettings;
import java.time.Clock;
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

/** {@code till-messages:documents} in a route: what tills have sent as messages, one {@link TillMessage} at a time. */
@Component(TillMessagesComponent.SCHEME)
class TillMessagesComponent extends DefaultComponent {
    static final String SCHEME = "till-messages";

    private final ActiveMQConnectionFactory connections;
    private final TillMessagesSettings settings;
    private final PosSettings folders;
    private final Clock clock;

    TillMessagesComponent(
            ActiveMQConnectionFactory connections, TillMessagesSettings settings, PosSettings folders, Clock clock) {
        this.connections = connections;
        this.settings = settings;
        this.folders = folders;
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String what, Map<String, Object> parameters) {
        return new DefaultEndpoint(uri, this) {
            @Override
            public Consumer createConsumer(Processor route) {
                return new TillMessagesConsumer(this, route, connections, settings.tills(), folders.spool(), clock);
            }

            @Override
            public Producer createProducer() {
                throw new RuntimeCamelException("tills send these, not the hub");
            }
        };
    }
}
