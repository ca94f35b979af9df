package io.noren.integration.apidocs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files about the API, each in the module that it is about: {@code api/<module>/operations/<operationId>.json},
 * {@code api/<module>/problems.json}, and for all of them {@code api/tags.json} and {@code api/parameters.json}.
 */
record ApiFiles(
        List<Named> operations,
        Map<String, Map<String, Problem>> problems,
        List<Tag> tags,
        Map<String, String> parameters) {

    /** What is about every module's operations. */
    static final String HUB = "integration";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** An operation with the name and the module that its file stands for. */
    record Named(String id, String module, DescribedOperation operation) {}

    /** @param status null for a code that only single rows have */
    record Problem(@Nullable Integer status, String means) {}

    /** A chapter of the document. */
    record Tag(String name, String description) {}

    /** A code with what is known of it. */
    record Found(String module, String code, Problem problem) {}

    static ApiFiles read() {
        PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();
        try {
            List<Named> operations = new ArrayList<>();
            for (Resource file : files.getResources("classpath*:api/*/operations/*.json")) {
                String name = String.valueOf(file.getFilename()).replace(".json", "");
                operations.add(new Named(name, part(file, 3), read(file, new TypeReference<DescribedOperation>() {})));
            }
            Map<String, Map<String, Problem>> problems = new HashMap<>();
            for (Resource file : files.getResources("classpath*:api/*/problems.json")) {
                problems.put(part(file, 2), read(file, new TypeReference<LinkedHashMap<String, Problem>>() {}));
            }
            return new ApiFiles(
                    operations,
                    problems,
                    read(files.getResource("classpath:api/tags.json"), new TypeReference<List<Tag>>() {}),
                    read(
                            files.getResource("classpath:api/parameters.json"),
                            new TypeReference<Map<String, String>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Named> of(String methodAndPath) {
        return operations.stream()
                .filter(each -> each.operation().operation().equals(methodAndPath))
                .findFirst();
    }

    /** The code as the module has it, or as all have it. */
    Found problem(String module, String code) {
        Problem own = problems.getOrDefault(module, Map.of()).get(code);
        if (own != null) {
            return new Found(module, code, own);
        }
        Problem common = problems.getOrDefault(HUB, Map.of()).get(code);
        if (common == null) {
            throw new IllegalStateException("api/" + module + "/problems.json does not know " + code);
        }
        return new Found(HUB, code, common);
    }

    private static String part(Resource file, int fromTheEnd) throws IOException {
        String[] parts = file.getURL().getPath().split("/", -1);
        return parts[parts.length - fromTheEnd];
    }

    private static <T> T read(Resource file, TypeReference<T> type) throws IOException {
        try (InputStream content = file.getInputStream()) {
            return JSON.readValue(content, type);
        } catch (RuntimeException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }
}
