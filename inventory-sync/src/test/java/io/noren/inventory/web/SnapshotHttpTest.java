package io.noren.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.noren.inventory.InventoryTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A store's levels, now and at an instant, as a subscriber asks for them. */
class SnapshotHttpTest extends InventoryTest {

    @Autowired
    private MockMvcTester http;

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void aSnapshotIsLinesWithACursorAheadAndTheNumberOfCellsAtItsEnd() {
        String shirt = anyItem();
        String cap = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        stock(cap, ginza, 7);

        MvcTestResult answer = get("/api/v1/stock/snapshot?location=" + ginza);
        List<String> lines = lines(answer);

        assertThat(answer).hasStatusOk();
        assertThat(answer.getResponse().getContentType()).startsWith("application/x-ndjson");
        assertThat(lines).hasSize(4);
        String cursor = JsonPath.read(lines.get(0), "$.cursor");
        assertThat(get("/api/v1/stock/changes?after=" + cursor)).hasStatusOk();
        assertThat(lines.subList(1, 3))
                .extracting(line -> (String) JsonPath.read(line, "$.sku"))
                .containsExactlyInAnyOrder(shirt, cap);
        assertThat((Integer) JsonPath.read(lines.get(3), "$.cells")).isEqualTo(2);

        MvcTestResult digest = get("/api/v1/stock/digest?location=" + ginza);
        assertThat(digest).bodyJson().extractingPath("cells").isEqualTo(2);
        Integer bucket = JsonPath.read(text(digest), "$.buckets[0].bucket");
        assertThat(lines(get("/api/v1/stock/snapshot?location=" + ginza + "&bucket=" + bucket)))
                .hasSizeBetween(3, 4);
    }

    @Test
    void whatIsAskedWronglyIsRefusedByName() {
        String ginza = anyStore();
        assertProblem(get("/api/v1/stock/snapshot?location=nowhere"), 404, "NO_SUCH_LOCATION");
        assertProblem(get("/api/v1/stock/digest?location=nowhere"), 404, "NO_SUCH_LOCATION");
        assertProblem(get("/api/v1/stock/snapshot?location=" + ginza + "&bucket=256"), 400, "BAD_BUCKET");
        assertProblem(get("/api/v1/stock/as-of?sku=nothing&location=" + ginza + "&at=yesterday"), 400, "BAD_INSTANT");
        String at = "&at=2026-11-20T00:00:00Z";
        assertProblem(get("/api/v1/stock/as-of?sku=a%00b&location=" + ginza + at), 404, "NO_SUCH_ITEM");
        assertProblem(get("/api/v1/stock/snapshot?location=a%00b"), 404, "NO_SUCH_LOCATION");
    }

    @Test
    void bothAnswersAboutAnInstantAreGiven() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        String uri = "/api/v1/stock/as-of?sku=" + shirt + "&location=" + ginza + "&at=";

        MvcTestResult answer = get(uri + Instant.now());
        assertThat(answer).bodyJson().extractingPath("known.onHand").isEqualTo(5);
        assertThat(answer).bodyJson().extractingPath("true.onHand").isEqualTo(5);
        MvcTestResult before = get(uri + "2026-03-02T00:00:00Z");
        assertThat(before).bodyJson().extractingPath("known.onHand").isEqualTo(0);
        assertThat(before).bodyJson().extractingPath("true.onHand").isEqualTo(5);
        assertProblem(get(uri + "2100-01-01T00:00:00Z"), 400, "AT_IN_FUTURE");
    }

    @Test
    void anotherStoresLevelsAreClosed() {
        String shirt = anyItem();
        String kobe = anyStore();
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(
                        "ginza", "", AuthorityUtils.createAuthorityList("location:" + anyStore())));

        for (String path : List.of("snapshot?", "digest?", "as-of?at=2026-11-20T00:00:00Z&sku=" + shirt + "&")) {
            assertProblem(get("/api/v1/stock/" + path + "location=" + kobe), 403, "LOCATION_FORBIDDEN");
        }
        assertProblem(get("/api/v1/stock/audit/progress"), 403, "LOCATION_FORBIDDEN");
    }

    private MvcTestResult get(String uri) {
        return http.get().uri(uri).exchange();
    }

    private static List<String> lines(MvcTestResult answer) {
        return text(answer).lines().toList();
    }

    private static String text(MvcTestResult answer) {
        return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    private static void assertProblem(MvcTestResult result, int status, String code) {
        assertThat(result).hasStatus(status);
        assertThat(result).bodyJson().extractingPath("code").isEqualTo(code);
    }
}
