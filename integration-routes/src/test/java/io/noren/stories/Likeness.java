package io.noren.stories;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether an answer is like its example: the same fields and types, all the way down; values may differ. A list may hold
 * more than its example, but something like each of the example's.
 */
final class Likeness {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What the hub makes up itself: ids, moments, cursors, handover codes, fingerprints. */
    private static final Pattern MADE_UP = Pattern.compile(
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9T:-]+\\.\\d+Z|m[0-9a-z]+-[0-9a-z]+|\\d{6}|(?=[A-Z]*\\d)[0-9A-HJKMNP-TV-Z]{6}|[0-9a-f]{64}|eyJ[\\w-]+(\\.[\\w-]+){2}");

    private Likeness() {}

    /** Where and how they differ, if they do. */
    static Optional<String> difference(JsonNode example, JsonNode actual) {
        return difference("", example, actual);
    }

    private static Optional<String> difference(String place, JsonNode example, JsonNode actual) {
        if (example.getNodeType() != actual.getNodeType()) {
            return Optional.of(place + ": " + example.getNodeType() + " in the example, " + actual);
        } else if (example.isObject()) {
            TreeSet<String> told = new TreeSet<>(example.propertyNames());
            TreeSet<String> there = new TreeSet<>(actual.propertyNames());
            if (!told.equals(there)) {
                return Optional.of(place + ": " + told + " in the example, " + there);
            }
            return told.stream()
                    .flatMap(name -> difference(place + "." + name, example.path(name), actual.path(name)).stream())
                    .findFirst();
        } else if (example.isArray()) {
            return example.valueStream()
                    .filter(each -> actual.valueStream().noneMatch(other -> isLike(each, other)))
                    .map(each -> place + "[]: nothing like " + each + " among " + actual)
                    .findFirst();
        }
        return Optional.empty();
    }

    private static boolean isLike(JsonNode example, JsonNode actual) {
        return difference("", example, actual).isEmpty();
    }

    /** Takes down which text stands here for which of the example. */
    static void learn(JsonNode example, JsonNode actual, Map<String, String> real) {
        if (example.isObject()) {
            example.propertyNames().forEach(name -> learn(example.path(name), actual.path(name), real));
        } else if (example.isArray()) {
            example.forEach(each -> actual.valueStream()
                    .filter(other -> isLike(each, other))
                    .max((one, other) -> Long.compare(equalParts(each, one), equalParts(each, other)))
                    .ifPresent(nearest -> learn(each, nearest, real)));
        } else if (example.isString() && MADE_UP.matcher(example.asString()).matches()) {
            real.put(example.asString(), actual.asString());
        }
    }

    private static long equalParts(JsonNode example, JsonNode actual) {
        if (example.isContainer()) {
            return (example.isObject()
                            ? example.propertyNames().stream()
                                    .map(name -> equalParts(example.path(name), actual.path(name)))
                            : IntStream.range(0, example.size())
                                    .mapToObj(i -> equalParts(example.path(i), actual.path(i))))
                    .mapToLong(Long::longValue)
                    .sum();
        }
        return example.equals(actual) ? 1 : 0;
    }

    /** The same with other texts. */
    static JsonNode replaced(JsonNode node, UnaryOperator<String> real) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(each -> object.set(each.getKey(), replaced(each.getValue(), real)));
            return object;
        } else if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> array.add(replaced(each, real)));
            return array;
        }
        return node.isString() ? JsonNodeFactory.instance.stringNode(real.apply(node.asString())) : node;
    }

    /** Lines of JSON, or of events, as a list of what they say. */
    static JsonNode ofLines(String text) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        Stream.of(text.split("\n", -1))
                .map(line -> line.startsWith("data:") ? line.substring("data:".length()) : line)
                .filter(line -> line.startsWith("{"))
                .forEach(line -> lines.add(JSON.readTree(line)));
        return lines;
    }
}
