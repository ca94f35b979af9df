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
    private final JsonMapper json;
    private final Class<?> type;

    private FactFormat(JsonMapper json, Class<?> type) {
        this.json = json;
        this.type = type;
    }

    /** For a route: {@code .unmarshal(FactFormat.of(json, Addresses.SALES))}. */
    public static DataFormat of(JsonMapper json, Fact<?> fact) {
        return new FactFormat(json, fact.type());
    }

    @Override
    public void marshal(Exchange exchange, Object fact, OutputStream stream) {
        json.writeValue(stream, fact);
    }

    @Override
    public Object unmarshal(Exchange exchange, InputStream stream) throws IOException {
        try {
            return json.readValue(stream, type);
        } catch (JacksonException e) {
            throw new UnreadableMessage(type.getSimpleName(), e);
        }
    }
}
