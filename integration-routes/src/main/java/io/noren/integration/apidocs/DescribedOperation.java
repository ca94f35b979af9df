package io.noren.integration.apidocs;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What people wrote about one operation; the file's name is its id in the document. Its request and its answer are
 * examples that a test sends and compares.
 *
 * @param operation method and path, {@code POST /api/v1/reservations}
 * @param tag one of the tags in {@code api/tags.json}
 * @param summary one sentence
 * @param details what else a caller should know, in Markdown
 * @param scopes a key needs one of them
 * @param limits in sentences, with their units
 * @param problems codes that it can answer with, beside those that every operation of its kind has
 * @param rowProblems codes of single rows, where an answer tells of many
 * @param ignoresIdempotencyKey for a POST that changes nothing, or knows a repeat by its content
 */
record DescribedOperation(
        String operation,
        String tag,
        String summary,
        @Nullable String details,
        List<String> scopes,
        List<String> limits,
        @Nullable Request request,
        Answer answer,
        List<String> problems,
        List<String> rowProblems,
        @Nullable Boolean ignoresIdempotencyKey) {

    DescribedOperation {
        scopes = orNone(scopes);
        limits = orNone(limits);
        problems = orNone(problems);
        rowProblems = orNone(rowProblems);
    }

    /**
     * An example of what is sent.
     *
     * @param parameters by name, wherever they stand: in the path, the query or a header
     * @param type of the body; JSON when absent
     * @param body JSON, or a text of another type
     */
    record Request(
            Map<String, Object> parameters,
            @Nullable String type,
            @Nullable Object body) {

        Request {
            parameters = Objects.requireNonNullElse(parameters, Map.of());
        }

        String typeOfBody() {
            return Objects.requireNonNullElse(type, "application/json");
        }
    }

    /** An example of what comes back. */
    record Answer(
            int status,
            Map<String, String> headers,
            @Nullable String type,
            @Nullable Object body) {

        Answer {
            headers = Objects.requireNonNullElse(headers, Map.of());
        }

        String typeOfBody() {
            return Objects.requireNonNullElse(type, "application/json");
        }
    }

    String method() {
        return operation.substring(0, operation.indexOf(' '));
    }

    boolean takesIdempotencyKey() {
        return method().equals("POST") && !Boolean.TRUE.equals(ignoresIdempotencyKey);
    }

    private static List<String> orNone(@Nullable List<String> given) {
        return given == null ? List.of() : List.copyOf(given);
    }
}
