package io.noren.integration.broker;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Facts of one kind that were committed together and travel in one message: a message costs the outbox and the broker
 * about the same whether it holds one fact or fifty. The body is a JSON array of {@code {"event", "correlation",
 * "traceparent", "fact"}}, without the correlation or the trace where there is none. A message that holds one fact is
 * that fact's own JSON, with the other three as its properties.
 */
public final class FactPack {
    /** The message's property that says how many facts it holds; without it: one, not packed. */
    public static final String FACTS = "facts";

    /** Facts in one pack. */
    private static final int MOST = 100;
    /** Characters of a pack's facts: Artemis puts messages of 100 kB, at two bytes a character, into files of their own. */
    private static final int MOST_CHARACTERS = 40_000;

    private static final JsonFactory JSON = new JsonFactory();

    private FactPack() {}

    /** One fact in a pack; {@code fact} is its JSON. */
    record Packed(UUID event, String fact, Origin origin) {}

    /** Whether one more fact of this length fits in beside so many of that length in all. */
    static boolean hasRoom(int facts, int characters, int more) {
        return facts < MOST && characters + more <= MOST_CHARACTERS;
    }

    static String write(List<Packed> facts) {
        StringWriter body = new StringWriter(facts.size() * 600);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartArray();
            for (Packed packed : facts) {
                json.writeStartObject();
                json.writeStringProperty("event", packed.event().toString());
                writeIfThere(json, "correlation", packed.origin().correlation());
                writeIfThere(json, "traceparent", packed.origin().traceparent());
                json.writeName("fact");
                json.writeRawValue(packed.fact());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return body.toString();
    }

    private static void writeIfThere(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    /** The JSON of each fact in a message's body. */
    public static List<String> facts(String body, boolean isPack) {
        return isPack ? read(body).stream().map(Packed::fact).toList() : List.of(body);
    }

    /** @throws IllegalArgumentException when the body is not a pack */
    static List<Packed> read(String body) {
        List<Packed> facts = new ArrayList<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            demand(json.nextToken() == JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_OBJECT) {
                facts.add(packed(json, body));
            }
            demand(json.currentToken() == JsonToken.END_ARRAY && json.nextToken() == null);
        } catch (JacksonException e) {
            throw notAPack(e);
        }
        return facts;
    }

    private static Packed packed(JsonParser json, String body) {
        String event = null;
        String correlation = null;
        String traceparent = null;
        String fact = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "event" -> event = json.getString();
                case "correlation" -> correlation = json.getString();
                case "traceparent" -> traceparent = json.getString();
                case "fact" -> {
                    // Cut out as it stands: it is read as a fact later, and parked as it came if it cannot be.
                    int from = Math.toIntExact(json.currentTokenLocation().getCharOffset());
                    json.skipChildren();
                    fact = body.substring(
                            from, Math.toIntExact(json.currentLocation().getCharOffset()));
                }
                default -> json.skipChildren();
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT || event == null || fact == null) {
            throw notAPack(null);
        }
        return new Packed(UUID.fromString(event), fact, new Origin(correlation, traceparent));
    }

    private static void demand(boolean isPack) {
        if (!isPack) {
            throw notAPack(null);
        }
    }

    private static IllegalArgumentException notAPack(@Nullable Exception cause) {
        return new IllegalArgumentException("not a pack of facts", cause);
    }
}
