package io.noren.integration.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.service.ServiceSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads a fact from a message's JSON; fields that a newer writer added are passed over. */
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
    public Object unmarshal(Exchange exchange, InputStream stream) throws IOException {
        String name = exchange.getIn().getHeader(FACT, String.class);
        Fact<?> fact = name == null ? null : queue.facts().get(name);
        if (fact == null) {
            throw new UnreadableMessage(
                    "a fact that " + queue.flow() + " knows (its property '" + FACT + "' is missing or foreign)");
        }
        try {
            return json.readValue(stream, fact.type());
        } catch (JacksonException e) {
            throw new UnreadableMessage("a readable " + fact.name(), e);
        }
    }
}
