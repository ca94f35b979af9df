package io.noren.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.InventoryTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A session as a counting device and a manager's screen use it. */
class CountSessionHttpTest extends InventoryTest {

    private static final String SESSIONS = "/api/v1/count-sessions";

    @Autowired
    private MockMvcTester http;

    private String shirt = "";
    private String ginza = "";

    @BeforeEach
    void tenShirts() {
        shirt = anyItem();
        ginza = anyStore();
        stock(shirt, ginza, 10);
    }

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void aSessionIsOpenedCountedRejectedCountedAgainAndApproved() {
        MvcTestResult opened = open("{\"skus\":[\"" + shirt + "\"],\"classes\":[\"C\"]}");
        assertThat(opened).hasStatus(201);
        assertThat(opened).bodyJson().extractingPath("tasks").isEqualTo(1);
        assertThat(opened).bodyJson().extractingPath("blind").isEqualTo(true);
        String session = String.valueOf(opened.getResponse().getHeader("Location"));
        assertThat(get(session + "/tasks")).bodyJson().doesNotHavePath("tasks[0].expected");
        assertProblem(get(session + "/variances"), 409, "STILL_COUNTING");

        assertThat(post(
                        session + "/counts",
                        "{\"counts\":[{\"id\":\"1\",\"sku\":\"%s\",\"counted\":3},{}]}".formatted(shirt)))
                .bodyJson()
                .extractingPath("results[*].result")
                .asArray()
                .containsExactly("RECORDED", "REJECTED");
        assertThat(post(session + "/submit", ""))
                .bodyJson()
                .extractingPath("state")
                .isEqualTo("REVIEW");
        assertThat(get(session + "/variances"))
                .bodyJson()
                .extractingPath("variances[0].variance")
                .isEqualTo(-7);
        assertThat(post(session + "/reject", "{\"skus\":[\"" + shirt + "\"]}"))
                .bodyJson()
                .extractingPath("counted")
                .isEqualTo(0);
        post(session + "/counts", "{\"counts\":[{\"id\":\"2\",\"sku\":\"%s\",\"counted\":9}]}".formatted(shirt));
        post(session + "/submit", "");
        assertThat(post(session + "/approve", ""))
                .bodyJson()
                .extractingPath("state")
                .isEqualTo("APPROVED");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("9");
        assertProblem(post(session + "/cancel", ""), 409, "WRONG_STEP");
        assertThat(get(SESSIONS + "?state=APPROVED&location=" + ginza))
                .bodyJson()
                .extractingPath("sessions[*].state")
                .asArray()
                .containsExactly("APPROVED");
        assertProblem(get(SESSIONS + "/" + UUID.randomUUID()), 404, "UNKNOWN_COUNT_SESSION");
        assertProblem(open("{}"), 400, "NOTHING_SELECTED");
        assertProblem(open("{\"category\":\"none\"}"), 409, "NOTHING_TO_COUNT");
        assertProblem(
                post(session + "/counts", "{\"counts\":[" + "{},".repeat(5_000) + "{}]}"), 400, "TOO_MANY_COUNTS");
    }

    @Test
    void anotherStoresSessionIsClosed() {
        String session = String.valueOf(
                open("{\"skus\":[\"" + shirt + "\"]}").getResponse().getHeader("Location"));
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(
                        "kobe", "", AuthorityUtils.createAuthorityList("location:" + anyStore())));

        assertProblem(open("{\"skus\":[\"" + shirt + "\"]}"), 403, "LOCATION_FORBIDDEN");
        assertProblem(get(SESSIONS + "?location=" + ginza), 403, "LOCATION_FORBIDDEN");
        for (String part : new String[] {"", "/tasks", "/variances"}) {
            assertProblem(get(session + part), 403, "LOCATION_FORBIDDEN");
        }
        for (String step : new String[] {"submit", "approve", "reject", "cancel"}) {
            assertProblem(post(session + "/" + step, ""), 403, "LOCATION_FORBIDDEN");
        }
        assertProblem(post(session + "/counts", "{\"counts\":[]}"), 403, "LOCATION_FORBIDDEN");
    }

    @Test
    void whoCountedDoesNotApproveUnlessTheSessionWasOpenedSo() {
        String cap = anyItem();
        signIn("hanako");
        String session = String.valueOf(open("{\"skus\":[\"" + shirt + "\",\"" + cap + "\"]}", false)
                .getResponse()
                .getHeader("Location"));
        count(session, "1", shirt, "3", "hanako's phone");
        signIn("taro");
        count(session, "2", cap, "4", "manager");
        post(session + "/submit", "");
        // Who reported it, and who the device says has counted.
        for (String counter : List.of("hanako", "taro", "manager")) {
            signIn(counter);
            assertProblem(post(session + "/approve", ""), 403, "OWN_COUNT");
        }
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("10");

        signIn("taro");
        post(session + "/reject", "{\"skus\":[\"" + shirt + "\"]}");
        count(session, "3", shirt, "9", "taro's phone");
        post(session + "/submit", "");
        assertProblem(post(session + "/approve", ""), 403, "OWN_COUNT");
        signIn("hanako");
        assertThat(post(session + "/approve", ""))
                .bodyJson()
                .extractingPath("resolvedBy")
                .isEqualTo("hanako");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("9");
    }

    private void count(String session, String id, String sku, String counted, String counter) {
        assertThat(post(
                        session + "/counts",
                        "{\"counts\":[{\"id\":\"%s\",\"sku\":\"%s\",\"counted\":%s,\"counter\":\"%s\"}]}"
                                .formatted(id, sku, counted, counter)))
                .bodyJson()
                .extractingPath("results[0].result")
                .isEqualTo("RECORDED");
    }

    private static void signIn(String name) {
        SecurityContextHolder.getContext()
                .setAuthentication(
                        new TestingAuthenticationToken(name, "", AuthorityUtils.createAuthorityList("location:*")));
    }

    private MvcTestResult open(String select) {
        return open(select, true);
    }

    private MvcTestResult open(String select, boolean selfApproval) {
        return post(
                SESSIONS,
                "{\"reference\":\"%s\",\"location\":\"%s\",\"selfApproval\":%s,\"select\":%s}"
                        .formatted(UUID.randomUUID(), ginza, selfApproval, select));
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

    private static void assertProblem(MvcTestResult result, int status, String code) {
        assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(result).bodyJson().extractingPath("code").isEqualTo(code);
    }
}
