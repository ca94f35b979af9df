package io.noren.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.noren.inventory.InventoryTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Counts as a stocktaking device sends them, and what a manager does about them. */
class CountHttpTest extends InventoryTest {

    private static final String ROW = """
            {"id":"%s","sku":"%s","location":"%s","counted":%s,"countedAt":"%s"%s}""";

    @Autowired
    private MockMvcTester http;

    private final String at = Instant.now().minus(1, ChronoUnit.HOURS).toString();

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void countsAreAnsweredRowByRow() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 100);
        String body = "{\"counts\":[%s,%s,%s,%s,%s,{}]}"
                .formatted(
                        ROW.formatted("a" + shirt, shirt, ginza, "98", at, ",\"expected\":100"),
                        ROW.formatted("b" + shirt, shirt, ginza, "1", at, ",\"expected\":100"),
                        ROW.formatted("c" + shirt, shirt, ginza, "-1", at, ""),
                        ROW.formatted("d" + shirt, shirt, ginza, "1", "2100-01-01T00:00:00Z", ""),
                        ROW.formatted("e" + shirt, shirt, ginza, "1", "yesterday", ""));

        MvcTestResult answer = post("/api/v1/stock/counts", body);

        assertThat(answer).hasStatusOk();
        assertThat(answer)
                .bodyJson()
                .extractingPath("results[*].result")
                .asArray()
                .containsExactly("RECORDED", "HELD", "REJECTED", "REJECTED", "REJECTED", "REJECTED");
        assertThat(answer)
                .bodyJson()
                .extractingPath("results[1:].code")
                .asArray()
                .containsExactly(
                        "SUSPICIOUS_COUNT", "NEGATIVE_COUNT", "COUNTED_IN_FUTURE", "BAD_INSTANT", "MISSING_FIELD");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("98");

        String held = "/api/v1/stock/held/" + text(answer, "results[1].held");
        assertThat(get("/api/v1/stock/held?state=HELD&location=" + ginza))
                .bodyJson()
                .extractingPath("held[*].counts")
                .asArray()
                .containsExactly(1);
        assertThat(get(held)).bodyJson().extractingPath("preview[0].after").isEqualTo(1);
        assertThat(post(held + "/approve", ""))
                .bodyJson()
                .extractingPath("state")
                .isEqualTo("APPROVED");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("1");
        assertThat(post(held + "/undo", "")).bodyJson().extractingPath("state").isEqualTo("UNDONE");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("98");
        assertProblem(post(held + "/drop", ""), 409, "ALREADY_RESOLVED");
        assertProblem(get("/api/v1/stock/held/" + UUID.randomUUID()), 404, "UNKNOWN_HELD_CHANGE");
    }

    @Test
    void tooManyCountsAtOnceAreRefused() {
        assertProblem(
                post("/api/v1/stock/counts", "{\"counts\":[" + "{},".repeat(5_000) + "{}]}"), 400, "TOO_MANY_COUNTS");
    }

    @Test
    void anotherStoresCountsAreClosed() {
        String shirt = anyItem();
        String ginza = anyStore();
        String kobe = anyStore();
        stock(shirt, kobe, 100);
        MvcTestResult held = post(
                "/api/v1/stock/counts",
                "{\"counts\":[" + ROW.formatted("a" + shirt, shirt, kobe, "1", at, ",\"expected\":100") + "]}");
        String id = text(held, "results[0].held");
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(
                        "ginza", "", AuthorityUtils.createAuthorityList("location:" + ginza)));

        assertThat(post(
                        "/api/v1/stock/counts",
                        "{\"counts\":[" + ROW.formatted("b" + shirt, shirt, kobe, "1", at, "") + "]}"))
                .bodyJson()
                .extractingPath("results[0].code")
                .isEqualTo("LOCATION_FORBIDDEN");
        assertProblem(get("/api/v1/stock/held"), 403, "LOCATION_FORBIDDEN");
        assertProblem(get("/api/v1/stock/held/" + id), 403, "LOCATION_FORBIDDEN");
        assertProblem(post("/api/v1/stock/held/" + id + "/approve", ""), 403, "LOCATION_FORBIDDEN");
        assertThat(level(shirt, kobe).onHand()).isEqualByComparingTo("100");
    }

    private MvcTestResult get(String uri) {
        return http.get().uri(uri).exchange();
    }

    private MvcTestResult post(String uri, String body) {
        return http.post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private static String text(MvcTestResult result, String path) {
        return JsonPath.read(new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8), path);
    }

    private static void assertProblem(MvcTestResult result, int status, String code) {
        assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(result).bodyJson().extractingPath("code").isEqualTo(code);
    }
}
