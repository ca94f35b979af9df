package io.noren.stories;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One operation as the document of the API tells it, with an example of what is sent and of what comes back. */
record ToldOperation(String method, String path, JsonNode told) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    /** What is sent. */
    record Request(
            String target,
            Map<String, String> headers,
            @Nullable String type,
            @Nullable String body) {}

    static List<ToldOperation> all(JsonNode document) {
        List<ToldOperation> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        all.add(new ToldOperation(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
                    }
                }));
        return all;
    }

    String id() {
        return told.path("operationId").asString("");
    }

    /** What a reader would miss. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!told.path("summary").asString("").endsWith(".")) {
            missing.add("a summary in one sentence");
        }
        if (scopes().isEmpty()) {
            missing.add("a scope");
        }
        told.path("parameters").forEach(parameter -> {
            if (parameter.path("required").asBoolean() && !parameter.has("example")) {
                missing.add("an example of " + parameter.path("name").asString());
            }
        });
        if (told.has("requestBody") && exampleIn(told.path("requestBody")).isMissingNode()) {
            missing.add("an example of what is sent");
        }
        if (goodStatuses().size() != 1) {
            missing.add("one status of a good answer");
        } else if (method.equals("GET") && answer().isMissingNode()) {
            missing.add("an example of the answer");
        }
        if (!told.path("responses").has("default")) {
            missing.add("what it refuses");
        }
        return missing.stream()
                .map(what -> method + " " + path + " lacks " + what)
                .toList();
    }

    /** A key needs one of them. */
    Set<String> scopes() {
        Set<String> scopes = new TreeSet<>();
        told.path("security")
                .forEach(way -> way.forEach(names -> names.forEach(scope -> scopes.add(scope.asString()))));
        return scopes;
    }

    int status() {
        return Integer.parseInt(goodStatuses().get(0));
    }

    private List<String> goodStatuses() {
        return told.path("responses").propertyNames().stream()
                .filter(status -> status.startsWith("2"))
                .toList();
    }

    private JsonNode response() {
        return told.path("responses").path(goodStatuses().get(0));
    }

    JsonNode answer() {
        return exampleIn(response());
    }

    /** Whether the answer goes on for as long as somebody listens. */
    boolean streams() {
        return response().path("content").has("text/event-stream");
    }

    /** Whether the answer is no text. */
    boolean isFile() {
        return response().path("content").has("application/pdf");
    }

    Set<String> answerHeaders() {
        return new TreeSet<>(response().path("headers").propertyNames());
    }

    boolean takesIdempotencyKey() {
        return told.path("parameters")
                .valueStream()
                .anyMatch(parameter -> parameter.path("name").asString().equals("Idempotency-Key"));
    }

    private static JsonNode exampleIn(JsonNode withContent) {
        JsonNode content = withContent.path("content");
        return content.isEmpty()
                ? content.path("none")
                : content.iterator().next().path("example");
    }

    /** @param real what stands in this application for a text of the examples */
    Request request(UnaryOperator<String> real) {
        String target = path;
        StringBuilder query = new StringBuilder();
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode parameter : told.path("parameters")) {
            String name = parameter.path("name").asString();
            JsonNode example = parameter.path("example");
            if (example.isMissingNode() || name.equals("Idempotency-Key")) {
                continue;
            }
            for (JsonNode each : example.isArray() ? example : List.of(example)) {
                String value = real.apply(each.asString());
                switch (parameter.path("in").asString()) {
                    case "path" -> target = target.replace("{" + name + "}", encoded(value));
                    case "query" ->
                        query.append(query.isEmpty() ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(encoded(value));
                    default -> headers.put(name, value);
                }
            }
        }
        JsonNode content = told.path("requestBody").path("content");
        JsonNode body = exampleIn(told.path("requestBody"));
        if (body.isMissingNode()) {
            return new Request(target + query, headers, null, null);
        }
        String type = content.propertyNames().iterator().next();
        String text = body.isString()
                ? real.apply(body.asString())
                : Likeness.replaced(body, real).toString();
        return new Request(target + query, headers, type, text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
