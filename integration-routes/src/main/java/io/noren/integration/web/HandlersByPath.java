package io.noren.integration.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds the handler of a path that has something variable in it by how the path begins. Spring compares such a request with
 * all handlers that there are, and for each of them with the path last: with some hundreds of handlers that took longer
 * than many an answer does. Where not exactly one handler matches, Spring decides as ever.
 */
final class HandlersByPath extends RequestMappingHandlerMapping {
    private final Map<String, List<Handled>> byBeginning = new HashMap<>();

    HandlersByPath() {}

    @Configuration(proxyBeanMethods = false)
    static class InsteadOfSprings {
        @Bean
        static WebMvcRegistrations handlersByPath() {
            return new WebMvcRegistrations() {
                @Override
                public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                    return new HandlersByPath();
                }
            };
        }
    }

    /** A handler and what it answers. */
    private record Handled(RequestMappingInfo what, HandlerMethod by) {}

    @Override
    protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> all) {
        super.handlerMethodsInitialized(all);
        all.forEach((what, by) -> Objects.requireNonNull(what.getPathPatternsCondition()).getPatternValues().stream()
                .map(HandlersByPath::beginning)
                .distinct()
                .forEach(beginning -> byBeginning
                        .computeIfAbsent(beginning, any -> new ArrayList<>())
                        .add(new Handled(what, by))));
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String lookupPath, HttpServletRequest request)
            throws Exception {
        // What is written in another way than the patterns begins differently.
        Handled only = lookupPath.indexOf('%') < 0 ? onlyMatch(lookupPath, request) : null;
        if (only == null) {
            return super.lookupHandlerMethod(lookupPath, request);
        }
        request.setAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE, only.by());
        handleMatch(only.what(), lookupPath, request);
        return only.by();
    }

    /** @return null for none and for several */
    private @Nullable Handled onlyMatch(String path, HttpServletRequest request) {
        Handled only = null;
        for (int end = 0; end >= 0; end = nextEnd(path, end)) {
            for (Handled each : byBeginning.getOrDefault(path.substring(0, end), List.of())) {
                RequestMappingInfo what = getMatchingMapping(each.what(), request);
                if (what != null && only != null) {
                    return null;
                } else if (what != null) {
                    only = new Handled(what, each.by());
                }
            }
        }
        return only;
    }

    /** Where the next longer beginning ends; the last is the path itself. */
    private static int nextEnd(String path, int end) {
        int slash = path.indexOf('/', end + 1);
        return slash >= 0 ? slash : end < path.length() ? path.length() : -1;
    }

    /** All of it where nothing is variable; else the whole segments before what is, without the slash that ends them. */
    static String beginning(String pattern) {
        int end = 0;
        while (end < pattern.length() && "{*?".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        return end == pattern.length() ? pattern : pattern.substring(0, Math.max(0, pattern.lastIndexOf('/', end)));
    }
}
