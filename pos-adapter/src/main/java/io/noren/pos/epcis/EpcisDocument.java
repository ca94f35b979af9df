package io.noren.pos.epcis;

import io.noren.pos.Refusal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * An EPCIS document on its way in: a list of events, or one event alone. It is read token by token, whatever its size,
 * and each event becomes a line.
 */
final class EpcisDocument {
    private static final Set<String> LISTS = Set.of("EPCISDocument", "EPCISQueryDocument");

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(2_000) // of what is kept; the rest is passed over unread
                    .maxNameLength(200)
                    .maxNumberLength(50)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE) // what follows the end is part of what was sent
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final JsonParser parser;
    private final Tokens tokens;
    private final OutputStream kept;
    private boolean listed;

    private EpcisDocument(JsonParser parser, OutputStream kept) {
        this.parser = parser;
        this.tokens = new Tokens(parser);
        this.kept = kept;
    }

    /** @throws Refusal {@code MALFORMED_DOCUMENT}, {@code JSON_LIMIT_EXCEEDED}, {@code NOT_EPCIS} */
    static void keep(InputStream received, OutputStream kept) throws IOException {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text(received))) {
            EpcisDocument document = new EpcisDocument(parser, kept);
            try {
                document.read();
            } catch (StreamConstraintsException e) {
                throw document.tokens.tooMuch();
            }
        } catch (CharacterCodingException e) {
            throw malformed(Map.of());
        } catch (JacksonException e) {
            if (e instanceof JacksonIOException io && !(io.getCause() instanceof CharacterCodingException)) {
                throw io.getCause();
            }
            // The parser's words quote the document.
            throw malformed(
                    e.getLocation() == null
                            ? Map.of()
                            : Map.of("line", e.getLocation().getLineNr()));
        }
    }

    /** JSON between systems is UTF-8 (RFC 8259); some write a byte order mark before it all the same. */
    private static Reader text(InputStream received) throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(received, StandardCharsets.UTF_8.newDecoder()));
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    private void read() throws IOException {
        if (tokens.next() != JsonToken.START_OBJECT) {
            throw notEpcis();
        }
        String type = "";
        ByteArrayOutputStream alone = new ByteArrayOutputStream();
        try (JsonGenerator event = JSON.createGenerator(ObjectWriteContext.empty(), alone)) {
            EventCopy copy = new EventCopy(parser, tokens, event);
            event.writeStartObject();
            while (tokens.next() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (name.equals("epcisBody")) {
                    tokens.next();
                    body();
                } else if (name.equals("type")) {
                    tokens.next();
                    type = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
                    tokens.skip();
                    event.writeName("type");
                    event.writeString(type);
                } else {
                    copy.field();
                }
            }
            event.writeEndObject();
        }
        if (parser.nextToken() != null) {
            throw new Refusal("MALFORMED_DOCUMENT", "Something follows after the end of the document.");
        }
        if (listed ? !LISTS.contains(type) : !EventInterpreter.isEvent(type)) {
            throw notEpcis();
        }
        if (!listed) {
            kept.write(alone.toByteArray());
            kept.write('\n');
        }
    }

    /** The present token begins a part that has the list of events in it, or in one of its parts. */
    private void body() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw notEpcis();
        }
        while (tokens.next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            tokens.next();
            switch (name) {
                case "queryResults", "resultsBody" -> body();
                case "eventList" -> events();
                default -> tokens.skip();
            }
        }
    }

    private void events() throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw notEpcis();
        }
        listed = true;
        int around = tokens.startOver(0);
        while (tokens.next() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw notEpcis();
            }
            event();
            tokens.startOver(0);
        }
        tokens.startOver(around);
    }

    private void event() throws IOException {
        try (JsonGenerator event = JSON.createGenerator(ObjectWriteContext.empty(), new Unclosed(kept))) {
            new EventCopy(parser, tokens, event).event();
        }
        kept.write('\n');
    }

    private static Refusal malformed(Map<String, Object> where) {
        return new Refusal(
                "MALFORMED_DOCUMENT",
                "The document is not JSON in UTF-8, or breaks off: send it again, whole.",
                null,
                where);
    }

    private static Refusal notEpcis() {
        return new Refusal(
                "NOT_EPCIS",
                "The document is JSON, but no EPCIS 2.0: send an EPCISDocument with epcisBody.eventList, or one event.");
    }
}
