package io.noren.pos.epcis;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Copies of an event what is kept of it: the fields of a list, and of identifiers those that name goods and places. What
 * names people (a GSRN, a place by its coordinates) is of no such form and leaves only that something was there.
 */
final class EventCopy {
    static final int MOST_IDENTIFIERS = 50_000;

    /** Of all texts of one event that are kept: it is held in memory as a whole. */
    private static final int MOST_CHARACTERS = 8 << 20;

    /** What is left of an identifier that is not kept. */
    private static final String OTHER = "other";

    private static final Set<String> PLAIN = Set.of();

    private static final Map<String, Set<String>> KEPT = Map.ofEntries(
            entry("type", PLAIN),
            entry("eventID", PLAIN),
            entry("eventTime", PLAIN),
            entry("eventTimeZoneOffset", PLAIN),
            entry("action", PLAIN),
            entry("bizStep", PLAIN),
            entry("disposition", PLAIN),
            entry("persistentDisposition", Set.of("set")),
            entry("readPoint", Set.of("id")),
            entry("bizLocation", Set.of("id")),
            entry("parentID", PLAIN),
            entry("epcList", PLAIN),
            entry("quantityList", Set.of("epcClass", "quantity", "uom")),
            entry("bizTransactionList", Set.of("bizTransaction")),
            entry("errorDeclaration", Set.of("declarationTime", "correctiveEventIDs")));

    private final JsonParser parser;
    private final Tokens tokens;
    private final JsonGenerator to;
    private int identifiers;
    private int characters;

    EventCopy(JsonParser parser, Tokens tokens, JsonGenerator to) {
        this.parser = parser;
        this.tokens = tokens;
        this.to = to;
    }

    static boolean keeps(String field) {
        return KEPT.containsKey(field);
    }

    /** The present token begins the event; when this returns it is the event's last. */
    void event() {
        to.writeStartObject();
        while (tokens.next() != JsonToken.END_OBJECT) {
            field();
        }
        to.writeEndObject();
    }

    /** The present token is a field's name. */
    void field() {
        String name = parser.currentName();
        tokens.next();
        Set<String> below = KEPT.get(name);
        if (below == null) {
            tokens.skip();
        } else {
            to.writeName(name);
            value(name, below);
        }
    }

    /** Where a plain value is kept, an object in its place is not. */
    private void value(String name, Set<String> below) {
        switch (parser.currentToken()) {
            case START_ARRAY -> {
                to.writeStartArray();
                while (tokens.next() != JsonToken.END_ARRAY) {
                    value(name, below);
                }
                to.writeEndArray();
            }
            case START_OBJECT -> {
                if (below.isEmpty()) {
                    tokens.skip();
                    to.writeNull();
                } else {
                    object(below);
                }
            }
            case VALUE_STRING -> to.writeString(text(name, parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(parser.getString());
            default -> to.writeNull();
        }
    }

    private void object(Set<String> below) {
        to.writeStartObject();
        while (tokens.next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            tokens.next();
            if (below.contains(name)) {
                to.writeName(name);
                value(name, PLAIN);
            } else {
                tokens.skip();
            }
        }
        to.writeEndObject();
    }

    private String text(String name, String told) {
        characters += told.length();
        if (characters > MOST_CHARACTERS) {
            throw tokens.tooMuch();
        }
        return switch (name) {
            case "epcList", "epcClass", "parentID" -> {
                if (++identifiers > MOST_IDENTIFIERS) {
                    throw tokens.tooMuch();
                }
                yield Epc.of(told).isPresent() ? told : OTHER;
            }
            case "id" -> Place.of(told).isPresent() ? told : OTHER;
            default -> told;
        };
    }
}
