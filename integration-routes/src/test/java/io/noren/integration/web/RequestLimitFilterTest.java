package io.noren.integration.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.vendor.SignedSources;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class RequestLimitFilterTest {
    private final RequestLimitFilter filter =
            new RequestLimitFilter(JsonMapper.shared(), new SignedSources(List.of()), 100, 5, 3, 4);

    @Test
    void aStrangerMayPostOnlyAFewTimesAMinute() throws Exception {
        for (int n = 0; n < 3; n++) {
            assertThat(ask("POST", "/sign-in", request -> {}).getStatus()).isEqualTo(200);
        }

        MockHttpServletResponse refused = ask("POST", "/sign-in", request -> {});

        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getContentAsString()).contains("TOO_MANY_REQUESTS");
        assertThat(Integer.parseInt(refused.getHeader("Retry-After"))).isPositive();
        assertThat(ask("POST", "/sign-in", request -> request.setRemoteAddr("198.51.100.9"))
                        .getStatus())
                .as("another stranger")
                .isEqualTo(200);
    }

    @Test
    void aNewHeaderWithEachGuessMakesNoNewCallerWherePeopleSignIn() throws Exception {
        int refused = 0;
        for (int n = 0; n < 10; n++) {
            String madeUp = "Bearer " + n;
            if (ask("POST", "/sign-in", request -> request.addHeader("Authorization", madeUp))
                            .getStatus()
                    == 429) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(7);
    }

    @Test
    void aKeyHasItsOwnWideLimitOnTheApi() throws Exception {
        for (int n = 0; n < 50; n++) {
            assertThat(ask("POST", "/api/v1/items", request -> request.addHeader("Authorization", "Bearer nrn_a"))
                            .getStatus())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFloodOfScansFromOneAddressIsToldToWaitAndReachesNoResolver() throws Exception {
        int answered = 0;
        for (int n = 0; n < 50; n++) {
            MockHttpServletRequest scan = new MockHttpServletRequest("GET", "/01/09520123456788");
            MockHttpServletResponse response = new MockHttpServletResponse();
            MockFilterChain resolver = new MockFilterChain();
            filter.doFilter(scan, response, resolver);
            assertThat(response.getStatus()).isEqualTo(resolver.getRequest() == null ? 429 : 200);
            answered += resolver.getRequest() == null ? 0 : 1;
        }
        assertThat(answered).isBetween(5, 10);
        assertThat(ask("GET", "/01/09520123456788", request -> request.setRemoteAddr("198.51.100.9"))
                        .getStatus())
                .as("another shopper")
                .isEqualTo(200);
    }

    private MockHttpServletResponse ask(String method, String path, Consumer<MockHttpServletRequest> more)
            throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        more.accept(request);
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
