package io.noren.integration.broker;

import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.service.ServiceSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the facts of a flow's messages, as a list of {@link Received}; fields that a newer writer added are passed
 * over.
 */
public final class FactFormat extends ServiceSupport implements DataFormat {
    /** The message's property that says which fact it holds. */
    public static final String FACT = "fact";

    private final JsonMapper json;
    private final FlowQueue queue;

    private FactFormat(JsonMapper json, FlowQueue queue) {
        this.json = json;
        this.queue = queue;
    }

    /** For a route: {@code .unmarshal(FactFormat.of(json, SALE_TO_STOCK))}. */
    public static DataFormat of(JsonMapper json, FlowQueue queue) {
        return new FactFormat(json, queue);
    }

    @Override
    public void marshal(Exchange exchange, Object fact, OutputStream stream) {
        json.writeValue(stream, fact);
    }

    @Override
    public Object unmarshal(Exchange exchange, InputStream stream) {
        throw new IllegalArgumentException("a flow reads the messages of its queue, not a stream");
    }

    @Override
    public Object unmarshal(Exchange exchange, Object messages) {
        return FactsConsumer.messages(exchange).stream().map(this::read).toList();
    }

    private Received<?> read(FactMessage message) {
        Fact<?> fact = queue.facts().get(message.fact());
        if (fact == null) {
            throw new UnreadableMessage(
                    "a fact that " + queue.flow() + " knows (its property '" + FACT + "' is missing or foreign)");
        }
        try {
            return new Received<>(json.readValue(message.payload(), fact.type()), message.origin());
        } catch (JacksonException e) {
            throw new UnreadableMessage("a readable " + fact.name(), e);
        }
    }
}
