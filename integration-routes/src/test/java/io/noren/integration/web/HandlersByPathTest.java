package io.noren.integration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.stereotype.Controller;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Whatever is asked for, the same handler answers as with Spring's own search. */
class HandlersByPathTest {
    private static final List<String> PATHS = List.of(
            "",
            "/",
            "/01",
            "/01/",
            "/01/0952",
            "/01/0952/10/L%2F7",
            "/%30%31/0952",
            "/p",
            "/p/",
            "/p/N-1",
            "/p/N-1;v=2",
            "/p/%E6%8A%B9%E8%8C%B6",
            "/p/N-1/stock",
            "/p/N-1/none",
            "/p/new",
            "/pickup",
            "/pickup/17",
            "/pickup/numbers",
            "/pickup/17/pick",
            "/r/rescue-5",
            "/r/5",
            "/some.css",
            "/deep/some.css",
            "/x1/y",
            "/any/thing/at/all");

    private final HandlersByPath ours = new HandlersByPath();
    private final RequestMappingHandlerMapping springs = new RequestMappingHandlerMapping();

    @SuppressWarnings("UnusedMethod")
    @Controller
    static class Handlers {
        @GetMapping("/01/**")
        void code() {}

        @GetMapping("/p/{sku}")
        void page() {}

        @GetMapping("/p/new")
        void newPage() {}

        @PostMapping("/p/{sku}")
        void change() {}

        @GetMapping("/p/{sku}/stock")
        void stock() {}

        @GetMapping(path = "/p/{sku}/stock", params = "store")
        void stockOfAStore() {}

        @GetMapping({"/pickup", "/pickup/{id}"})
        void pickup() {}

        @GetMapping("/pickup/numbers")
        void numbers() {}

        @GetMapping("/pickup/{id}/{step}")
        void step() {}

        @GetMapping("/r/rescue-{id}")
        void rescue() {}

        @GetMapping("/*.css")
        void style() {}

        @GetMapping("/x?/y")
        void oneLetter() {}

        @GetMapping("/deep/**")
        void deep() {}

        @GetMapping("/{anything}")
        void anything() {}
    }

    @BeforeEach
    void open() {
        StaticWebApplicationContext spring = new StaticWebApplicationContext();
        spring.setServletContext(new MockServletContext());
        spring.registerSingleton("handlers", Handlers.class);
        spring.refresh();
        for (RequestMappingHandlerMapping each : List.of(ours, springs)) {
            each.setApplicationContext(spring);
        }
        ours.afterPropertiesSet();
        springs.afterPropertiesSet();
    }

    @Test
    void theSameHandlerAnswersAsWithSprings() throws Exception {
        List<String> found = new ArrayList<>();
        for (String path : PATHS) {
            for (String method : List.of("GET", "HEAD", "POST", "DELETE", "OPTIONS")) {
                for (String store : List.of("", "ginza")) {
                    String answer = answer(ours, method, path, store);
                    assertThat(answer)
                            .as("%s %s, store '%s'", method, path, store)
                            .isEqualTo(answer(springs, method, path, store));
                    found.add(answer);
                }
            }
        }
        assertThat(found)
                .contains("null", "refused")
                .anyMatch(answer -> answer.startsWith("code "))
                .anyMatch(answer -> answer.startsWith("stockOfAStore "))
                .anyMatch(answer -> answer.startsWith("newPage "));
    }

    @ParameterizedTest
    @CsvSource({
        "/01/**, /01",
        "/p/{sku}, /p",
        "/api/v1/items/{sku}/reviews, /api/v1/items",
        "/r/rescue-{id}, /r",
        "/*.css, ''",
        "/stock/rules, /stock/rules",
        "'', ''"
    })
    void aPathBeginsWithItsFixedSegments(String pattern, String beginning) {
        assertThat(HandlersByPath.beginning(pattern)).isEqualTo(beginning);
    }

    /** The handler and what it is told of the path; {@code refused} where the path does not know the method. */
    private static String answer(RequestMappingHandlerMapping mapping, String method, String path, String store)
            throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        if (!store.isEmpty()) {
            request.setParameter("store", store);
        }
        ServletRequestPathUtils.parseAndCache(request);
        try {
            HandlerExecutionChain chain = mapping.getHandler(request);
            return chain == null
                    ? "null"
                    : name(chain) + " " + request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) + " "
                            + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) + " "
                            + request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
        } catch (HttpRequestMethodNotSupportedException refused) {
            return "refused";
        }
    }

    private static String name(HandlerExecutionChain chain) {
        return chain.getHandler() instanceof HandlerMethod handler
                ? handler.getMethod().getName()
                : chain.getHandler().toString();
    }
}
