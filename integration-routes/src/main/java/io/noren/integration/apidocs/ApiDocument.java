package io.noren.integration.apidocs;

import io.noren.integration.apidocs.ApiFiles.Found;
import io.noren.integration.apidocs.ApiFiles.Named;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Adds to what the code says by itself what {@link ApiFiles} say: chapters, a sentence for each operation, examples,
 * scopes, limits and problems. The files are read when somebody asks for the document, not at the start.
 */
@Component
class ApiDocument implements OpenApiCustomizer {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    @Override
    public void customise(OpenAPI document) {
        ApiFiles files = ApiFiles.read();
        document.setTags(files.tags().stream()
                .map(tag -> new Tag().name(tag.name()).description(tag.description()))
                .toList());
        Map<String, Found> mentioned = new LinkedHashMap<>();
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> files.of(method + " " + path)
                                .ifPresent(named -> describe(operation, named, files, mentioned))));
        document.setPaths(inReadingOrder(document.getPaths(), files));
        document.getComponents().addSchemas(Responses.PROBLEM, Responses.problemSchema());
        mentioned.forEach((key, found) -> document.getComponents().addExamples(key, Responses.example(found)));
    }

    private static void describe(Operation operation, Named named, ApiFiles files, Map<String, Found> mentioned) {
        DescribedOperation told = named.operation();
        operation.setOperationId(named.id());
        operation.setTags(List.of(told.tag()));
        operation.setSummary(told.summary());
        operation.setDescription(description(named, files));
        operation.setSecurity(told.scopes().stream()
                .map(scope -> new SecurityRequirement().addList(OpenApiConfiguration.KEY, scope))
                .toList());
        describeParameters(operation, told, files);
        describeBody(operation, told.request());
        ApiResponses responses = new ApiResponses();
        responses.addApiResponse(
                String.valueOf(told.answer().status()), Responses.good(told.answer(), generated(operation)));
        List<Found> problems = problems(operation, named, files);
        Responses.addProblems(responses, problems, told.problems());
        problems.forEach(found -> mentioned.put(Responses.key(found), found));
        operation.setResponses(responses);
    }

    private static String description(Named named, ApiFiles files) {
        DescribedOperation told = named.operation();
        StringBuilder text = new StringBuilder();
        if (told.details() != null) {
            text.append(told.details()).append("\n\n");
        }
        text.append("**Scope:** ")
                .append(String.join(
                        " or ",
                        told.scopes().stream().map(scope -> '`' + scope + '`').toList()))
                .append("\n\n");
        if (!told.limits().isEmpty()) {
            text.append("**Limits**\n\n");
            told.limits().forEach(limit -> text.append("- ").append(limit).append('\n'));
            text.append('\n');
        }
        if (!told.rowProblems().isEmpty()) {
            text.append("**Codes of single rows**\n\n");
            told.rowProblems()
                    .forEach(code -> text.append("- `")
                            .append(code)
                            .append("`: ")
                            .append(files.problem(named.module(), code)
                                    .problem()
                                    .means())
                            .append('\n'));
        }
        return text.toString().strip();
    }

    private static void describeParameters(Operation operation, DescribedOperation told, ApiFiles files) {
        List<Parameter> parameters =
                new ArrayList<>(Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of()));
        parameters.removeIf(each -> IDEMPOTENCY_KEY.equals(each.getName()));
        if (told.takesIdempotencyKey()) {
            parameters.add(Responses.text(new Parameter()
                    .name(IDEMPOTENCY_KEY)
                    .in("header")
                    .required(false)
                    .example("5a0e8c1e-6f0e-4c1c-9a55-2d2f3a7f7c10")));
        }
        for (Parameter parameter : parameters) {
            String name = parameter.getName();
            if (files.parameters().containsKey(name)) {
                parameter.setDescription(files.parameters().get(name));
            }
            Object example =
                    told.request() == null ? null : told.request().parameters().get(name);
            if (example != null) {
                parameter.setExample(example);
            }
        }
        operation.setParameters(parameters.isEmpty() ? null : parameters);
    }

    private static void describeBody(Operation operation, DescribedOperation.@Nullable Request request) {
        if (request == null || request.body() == null) {
            return;
        }
        RequestBody body = Objects.requireNonNullElseGet(operation.getRequestBody(), RequestBody::new);
        MediaType generated = body.getContent() == null
                ? null
                : body.getContent().values().stream().findFirst().orElse(null);
        MediaType shown = generated == null ? Responses.text(new MediaType()) : generated;
        shown.setExample(request.body());
        operation.setRequestBody(body.content(new Content().addMediaType(request.typeOfBody(), shown)));
    }

    /** What the code says that comes back, if it says it. */
    private static @Nullable MediaType generated(Operation operation) {
        return Objects.requireNonNullElseGet(operation.getResponses(), ApiResponses::new).entrySet().stream()
                .filter(response ->
                        response.getKey().startsWith("2") && response.getValue().getContent() != null)
                .flatMap(response -> response.getValue().getContent().values().stream())
                .findFirst()
                .orElse(null);
    }

    /** The operation's own, and those that every operation of its kind has. */
    private static List<Found> problems(Operation operation, Named named, ApiFiles files) {
        DescribedOperation told = named.operation();
        List<String> codes = new ArrayList<>(told.problems());
        boolean hasJson = operation.getRequestBody() != null
                && operation.getRequestBody().getContent() != null
                && operation.getRequestBody().getContent().containsKey("application/json");
        if (hasJson) {
            codes.addAll(List.of("INVALID_FIELDS", "MALFORMED_JSON", "BODY_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"));
        }
        if (operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(each -> !each.getIn().equals("header"))) {
            codes.add(HttpStatus.BAD_REQUEST.name());
        }
        if (told.takesIdempotencyKey()) {
            codes.addAll(List.of("IDEMPOTENCY_KEY_INVALID", "IDEMPOTENCY_KEY_REUSED"));
        }
        if (!told.method().equals("GET")) {
            codes.addAll(List.of("BUSY", "REQUEST_BROKEN_OFF"));
        }
        codes.addAll(
                List.of("UNAUTHENTICATED", "FORBIDDEN", "TOO_MANY_REQUESTS", "UNEXPECTED", "DATABASE_UNAVAILABLE"));
        return codes.stream()
                .distinct()
                .map(code -> files.problem(named.module(), code))
                .toList();
    }

    /** By chapter, and within it by path, so that all about one thing stands together. */
    private static Paths inReadingOrder(Paths paths, ApiFiles files) {
        List<String> chapters = files.tags().stream().map(ApiFiles.Tag::name).toList();
        Paths ordered = new Paths();
        paths.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, PathItem>>comparingInt(
                                entry -> chapter(entry.getValue(), chapters))
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> ordered.addPathItem(entry.getKey(), entry.getValue()));
        return ordered;
    }

    private static int chapter(PathItem path, List<String> chapters) {
        return path.readOperations().stream()
                .filter(operation -> operation.getTags() != null)
                .flatMap(operation -> operation.getTags().stream())
                .mapToInt(tag -> chapters.contains(tag) ? chapters.indexOf(tag) : chapters.size())
                .min()
                .orElse(chapters.size());
    }
}
