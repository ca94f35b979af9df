package io.noren.integration.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.web.BodyLimitFilter.ReadRequest;
import io.noren.testing.HubTest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** What happens to an answer whose transaction was given up, somewhere inside, without anybody saying so. */
@HubTest
class IdempotencyFilterTest {
    @Autowired
    IdempotencyFilter filter;

    @Autowired
    PlatformTransactionManager transactions;

    private final String key = UUID.randomUUID().toString();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void asLongAsItIsRolledBackNobodyHearsOfASuccess() throws Exception {
        MockHttpServletResponse answer = ask((request, response) -> {
            runs.incrementAndGet();
            giveUp();
            succeed(response);
        });

        assertThat(runs).hasValueGreaterThan(1);
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getContentAsString()).contains("BUSY").doesNotContain("done it");
        assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
    }

    @Test
    void theNextTryThatStandsIsTheAnswerAndIsKept() throws Exception {
        FilterChain doneAtTheSecondTry = (request, response) -> {
            if (runs.incrementAndGet() == 1) {
                giveUp();
            }
            succeed(response);
        };

        assertThat(ask(doneAtTheSecondTry).getContentAsString()).isEqualTo("done it");
        assertThat(runs).hasValue(2);

        MockHttpServletResponse again = ask(doneAtTheSecondTry);
        assertThat(again.getContentAsString()).isEqualTo("done it");
        assertThat(again.getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(runs).hasValue(2);
    }

    private void giveUp() {
        new TransactionTemplate(transactions).executeWithoutResult(TransactionStatus::setRollbackOnly);
    }

    private static void succeed(ServletResponse response) throws IOException {
        ((HttpServletResponse) response).setStatus(200);
        response.getOutputStream().write("done it".getBytes(StandardCharsets.UTF_8));
    }

    private MockHttpServletResponse ask(FilterChain chain) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/anything");
        request.addHeader("Idempotency-Key", key);
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(new ReadRequest(request, new byte[0]), response, chain);
        return response;
    }
}
