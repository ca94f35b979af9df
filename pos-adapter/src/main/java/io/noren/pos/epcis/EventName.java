package io.noren.pos.epcis;

import io.noren.pos.dialect.Unreadable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What an event is called: by its sender, or else by its content. An event that declares another one an error is
 * otherwise equal to it, so both have one name.
 */
final class EventName {
    /** What is added to the name of an event that is declared an error. */
    static final String DECLARED = "/declared";

    /** A URI; the log has room for 200 characters. */
    private static final Pattern ID = Pattern.compile("[!-~]{1," + (200 - DECLARED.length()) + "}");

    /** Parts that may differ between a declaration and what it declares, or that are no content. */
    private static final List<String> NO_CONTENT = List.of("eventID", "errorDeclaration", "eventTime");

    private EventName() {}

    static String of(JsonNode event, Instant at, int place) throws Unreadable {
        if (event.path("eventID").isMissingNode() || event.path("eventID").isNull()) {
            return byContent(event, at);
        }
        String id = event.path("eventID").asString("");
        if (!ID.matcher(id).matches()) {
            throw new Unreadable(
                    "UNREADABLE_KEY",
                    "The event's eventID is no URI of at most " + (200 - DECLARED.length())
                            + " characters; without it nobody can tell whether it came before.",
                    place);
        }
        return id;
    }

    /** Whatever the order of its fields and of what is in its lists, and however its time is written. */
    private static String byContent(JsonNode event, Instant at) {
        StringBuilder text = new StringBuilder(256);
        add(text, at.toString());
        TreeMap<String, JsonNode> fields = new TreeMap<>();
        event.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.keySet().removeAll(NO_CONTENT);
        fields.forEach((name, value) -> {
            add(text, name);
            text.append(canonical(value));
        });
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return "sha-256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String canonical(JsonNode value) {
        StringBuilder text = new StringBuilder();
        if (value.isObject()) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            value.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            text.append('{');
            fields.forEach((name, below) -> {
                add(text, name);
                text.append(canonical(below));
            });
            return text.append('}').toString();
        }
        if (value.isArray()) {
            return value.valueStream()
                    .map(EventName::canonical)
                    .sorted()
                    .reduce(text.append('['), StringBuilder::append, StringBuilder::append)
                    .append(']')
                    .toString();
        }
        add(text, value.asString(""));
        return text.toString();
    }

    /** With its length before it, so that no two contents are one text. */
    private static void add(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part);
    }
}
