package io.noren.integration.apidocs;

import io.noren.integration.apidocs.ApiFiles.Found;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The answers' part of the document: one good one, and for each status of a refusal the codes that it may have. */
final class Responses {
    /** The schema of every refusal. */
    static final String PROBLEM = "Problem";

    private static final String PROBLEM_JSON = "application/problem+json";

    private Responses() {}

    /** @param generated what the code says of the body, or null */
    static ApiResponse good(DescribedOperation.Answer answer, @Nullable MediaType generated) {
        ApiResponse response = new ApiResponse().description(reason(answer.status()));
        answer.headers()
                .forEach((name, example) -> response.addHeaderObject(
                        name, new Header().schema(typed("string")).example(example)));
        if (answer.body() != null) {
            MediaType shown = new MediaType()
                    .schema(generated == null ? typed("string") : generated.getSchema())
                    .example(answer.body());
            response.content(new Content().addMediaType(answer.typeOfBody(), shown));
        }
        return response;
    }

    /**
     * The operation's own refusals by status; what every operation of its kind has stands together at the end.
     *
     * @param own codes that are not had by all
     */
    static void addProblems(ApiResponses responses, List<Found> problems, List<String> own) {
        Set<Integer> told = problems.stream()
                .filter(found -> own.contains(found.code()) || status(found) == HttpStatus.BAD_REQUEST.value())
                .map(Responses::status)
                .collect(Collectors.toCollection(TreeSet::new));
        told.forEach(status -> responses.addApiResponse(
                String.valueOf(status),
                bad(problems.stream().filter(found -> status == status(found)).toList(), found -> "")));
        responses.addApiResponse(
                ApiResponses.DEFAULT,
                bad(
                        problems.stream()
                                .filter(found -> !told.contains(status(found)))
                                .sorted(Comparator.comparingInt(Responses::status))
                                .toList(),
                        found -> status(found) + " "));
    }

    private static ApiResponse bad(List<Found> problems, Function<Found, String> before) {
        MediaType shown = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM));
        problems.forEach(
                found -> shown.addExamples(found.code(), new Example().$ref("#/components/examples/" + key(found))));
        return new ApiResponse()
                .description(problems.stream()
                        .map(found -> "- " + before.apply(found) + '`' + found.code() + "`: "
                                + found.problem().means())
                        .collect(Collectors.joining("\n")))
                .content(new Content().addMediaType(PROBLEM_JSON, shown));
    }

    private static int status(Found found) {
        return Objects.requireNonNull(found.problem().status(), found.code());
    }

    /** Two modules may mean different things by one code. */
    static String key(Found found) {
        return found.module() + '.' + found.code();
    }

    static Example example(Found found) {
        int status = status(found);
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", reason(status));
        problem.put("status", status);
        problem.put("detail", found.problem().means());
        problem.put("code", found.code());
        return new Example().summary(found.code()).value(problem);
    }

    static Schema<?> problemSchema() {
        Schema<?> one = typed("object");
        one.addProperty("field", typed("string").description("Where in the request, `lines[0].quantity`."));
        one.addProperty("code", typed("string"));
        one.addProperty("detail", typed("string"));
        Schema<?> problem = typed("object").description("A refusal (RFC 9457).");
        problem.addProperty("title", typed("string"));
        problem.addProperty("status", typed("integer"));
        problem.addProperty("detail", typed("string").description("For people: what is wrong and what to do."));
        problem.addProperty("code", typed("string").description("For programs: upper case, never renamed."));
        problem.addProperty("instance", typed("string"));
        problem.addProperty("errors", typed("array").items(one).description("Each field that is wrong."));
        problem.setRequired(List.of("status", "code"));
        return problem;
    }

    static Parameter text(Parameter parameter) {
        return parameter.schema(typed("string"));
    }

    static MediaType text(MediaType type) {
        return type.schema(typed("string"));
    }

    private static Schema<?> typed(String type) {
        return new Schema<>(SpecVersion.V31).types(Set.of(type));
    }

    private static String reason(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? String.valueOf(status) : known.getReasonPhrase();
    }
}
