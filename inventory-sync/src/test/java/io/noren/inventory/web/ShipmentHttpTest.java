package io.noren.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.noren.inventory.InventoryTest;
import java.nio.charset.StandardCharsets;
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

/** Transfers and deliveries as devices send them, and who may do what at which end. */
class ShipmentHttpTest extends InventoryTest {

    private static final String TRANSFER = """
            {"reference":"%s","from":"%s","to":"%s","expectedAt":"2027-01-05T01:00:00Z",
             "lines":[{"line":"1","sku":"%s","quantity":%s}]}""";
    private static final String DELIVERY = """
            {"reference":"%s","supplier":"Imabari Towels","to":"%s","expectedAt":"2027-01-05T01:00:00Z",
             "lines":[{"line":"1","sku":"%s","quantity":12}]}""";

    @Autowired
    private MockMvcTester http;

    private String shirt = "";
    private String warehouse = "";
    private String ginza = "";
    private String kobe = "";

    @BeforeEach
    void tenShirts() {
        shirt = anyItem();
        warehouse = anyStore();
        ginza = anyStore();
        kobe = anyStore();
        stock(shirt, warehouse, 10);
    }

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void aTransferGoesItsWay() {
        MvcTestResult asked = post("/api/v1/transfers", transfer("4"));

        assertThat(asked).hasStatus(201);
        String transfer = asked.getResponse().getHeader("Location");
        assertThat(asked).bodyJson().extractingPath("state").isEqualTo("DRAFT");
        assertThat(asked).bodyJson().doesNotHavePath("supplier");
        assertThat(post(transfer + "/dispatch", ""))
                .bodyJson()
                .extractingPath("state")
                .isEqualTo("DISPATCHED");
        MvcTestResult incoming = get("/api/v1/availability?sku=" + shirt + "&location=" + ginza);
        assertThat(incoming)
                .bodyJson()
                .extractingPath("items[0].locations[0].incoming")
                .isEqualTo(4);
        assertThat(incoming)
                .bodyJson()
                .extractingPath("items[0].locations[0].incomingParts[0].expectedAt")
                .isEqualTo("2027-01-05T01:00:00Z");

        MvcTestResult tooMuch =
                post(transfer + "/receive", "{\"receipt\":\"a\",\"lines\":[{\"line\":\"1\",\"quantity\":5}]}");
        assertProblem(tooMuch, 409, "MORE_THAN_OUTSTANDING");
        assertThat(tooMuch).bodyJson().extractingPath("lines[0].outstanding").isEqualTo(4);
        MvcTestResult partly = post(
                transfer + "/receive",
                "{\"receipt\":\"a\",\"lines\":[{\"line\":\"1\",\"quantity\":2,\"damaged\":1,\"note\":\"torn\"}]}");
        assertThat(partly).bodyJson().extractingPath("state").isEqualTo("PARTIALLY_RECEIVED");
        assertThat(partly).bodyJson().extractingPath("discrepancies[0].note").isEqualTo("torn");
        assertProblem(post(transfer + "/cancel", ""), 409, "WRONG_STEP");
        assertProblem(post(transfer + "/close", "{}"), 400, "REASON_MISSING");
        MvcTestResult closed = post(transfer + "/close", "{\"reason\":\"lost\"}");
        assertThat(closed).bodyJson().extractingPath("state").isEqualTo("RECEIVED");
        assertThat(closed).bodyJson().extractingPath("lines[0].missing").isEqualTo(1);

        assertThat(get("/api/v1/transfers?to=" + ginza + "&state=RECEIVED"))
                .bodyJson()
                .extractingPath("shipments[*].state")
                .asArray()
                .containsExactly("RECEIVED");
        assertThat(get("/api/v1/transfers?to=" + ginza + "&state=DRAFT"))
                .bodyJson()
                .extractingPath("shipments")
                .asArray()
                .isEmpty();
        assertProblem(get("/api/v1/transfers/" + UUID.randomUUID()), 404, "UNKNOWN_TRANSFER");
    }

    @Test
    void whatLacksIsSaidLineByLine() {
        String transfer = location(post("/api/v1/transfers", transfer("11")));

        MvcTestResult refused = post(transfer + "/dispatch", "{}");

        assertProblem(refused, 409, "INSUFFICIENT_STOCK");
        assertThat(refused).bodyJson().extractingPath("lines[0].available").isEqualTo(10);
        assertThat(post(transfer + "/dispatch", "{\"lines\":[{\"line\":\"1\",\"quantity\":10}]}"))
                .bodyJson()
                .extractingPath("lines[0].sent")
                .isEqualTo(10);
        assertProblem(
                post(
                        location(post("/api/v1/transfers", transfer("1"))) + "/dispatch",
                        "{\"lines\":[{\"line\":\"1\",\"quantity\":1},{\"line\":\"1\",\"quantity\":1}]}"),
                400,
                "BAD_LINES");
    }

    @Test
    void aDeliveryIsAnnouncedPutOffReceivedAndListedByPages() {
        String first = location(post("/api/v1/purchase-receipts", DELIVERY.formatted("a" + shirt, ginza, shirt)));
        String second = location(post("/api/v1/purchase-receipts", DELIVERY.formatted("b" + shirt, ginza, shirt)));

        assertThat(post(
                        first + "/reschedule",
                        "{\"lines\":[{\"line\":\"1\",\"expectedAt\":\"2027-02-01T00:00:00Z\"}]}"))
                .bodyJson()
                .extractingPath("lines[0].expectedAt")
                .isEqualTo("2027-02-01T00:00:00Z");
        assertThat(post(
                        first + "/receive",
                        "{\"receipt\":\"t\",\"lines\":[{\"line\":\"1\",\"quantity\":12,\"over\":1}]}"))
                .bodyJson()
                .extractingPath("state")
                .isEqualTo("RECEIVED");
        assertThat(post(second + "/cancel", ""))
                .bodyJson()
                .extractingPath("state")
                .isEqualTo("CANCELLED");
        MvcTestResult page = get("/api/v1/purchase-receipts?limit=1&to=" + ginza);
        assertThat(page).bodyJson().extractingPath("shipments[0].reference").isEqualTo("a" + shirt);
        assertThat(get("/api/v1/purchase-receipts?to=" + ginza + "&after=" + text(page, "next")))
                .bodyJson()
                .extractingPath("shipments[*].reference")
                .asArray()
                .containsExactly("b" + shirt);
        assertProblem(
                post("/api/v1/purchase-receipts", DELIVERY.formatted("a" + shirt, kobe, shirt)),
                409,
                "REFERENCE_TAKEN");
        assertProblem(get("/api/v1/purchase-receipts/" + UUID.randomUUID()), 404, "UNKNOWN_PURCHASE_RECEIPT");
        assertProblem(get("/api/v1/transfers" + first.substring(first.lastIndexOf('/'))), 404, "UNKNOWN_TRANSFER");
    }

    @Test
    void whoSendsAndWhoReceivesTakesAKeyForThatEnd() {
        String transfer = location(post("/api/v1/transfers", transfer("4")));
        signIn("location:" + kobe);
        assertProblem(post("/api/v1/transfers", transfer("1")), 403, "LOCATION_FORBIDDEN");
        assertProblem(get(transfer), 403, "LOCATION_FORBIDDEN");
        assertProblem(get("/api/v1/transfers?from=" + warehouse), 403, "LOCATION_FORBIDDEN");
        assertProblem(get("/api/v1/transfers"), 403, "LOCATION_FORBIDDEN");
        assertProblem(post(transfer + "/cancel", ""), 403, "LOCATION_FORBIDDEN");
        assertProblem(
                post("/api/v1/purchase-receipts", DELIVERY.formatted("x" + shirt, ginza, shirt)),
                403,
                "LOCATION_FORBIDDEN");

        signIn("location:" + ginza);
        assertThat(get(transfer)).hasStatusOk();
        assertThat(get("/api/v1/transfers?to=" + ginza)).hasStatusOk();
        assertProblem(post(transfer + "/dispatch", ""), 403, "LOCATION_FORBIDDEN");
        signIn("location:" + warehouse);
        assertThat(post(transfer + "/dispatch", "")).hasStatusOk();
        String one = "{\"receipt\":\"%s\",\"location\":\"%s\",\"lines\":[{\"line\":\"1\",\"quantity\":1}]}";
        assertProblem(post(transfer + "/receive", one.formatted("a", ginza)), 403, "LOCATION_FORBIDDEN");
        assertProblem(post(transfer + "/close", "{\"reason\":\"lost\"}"), 403, "LOCATION_FORBIDDEN");
        assertThat(post(transfer + "/receive", one.formatted("back", warehouse)))
                .hasStatusOk();
        signIn("location:" + ginza);
        assertThat(post(transfer + "/receive", one.formatted("a", ginza))).hasStatusOk();
        assertProblem(post(transfer + "/receive", one.formatted("b", warehouse)), 403, "LOCATION_FORBIDDEN");
    }

    private String transfer(String quantity) {
        return TRANSFER.formatted("T-" + UUID.randomUUID(), warehouse, ginza, shirt, quantity);
    }

    private static void signIn(String... locations) {
        SecurityContextHolder.getContext()
                .setAuthentication(
                        new TestingAuthenticationToken("key", "", AuthorityUtils.createAuthorityList(locations)));
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

    private static String location(MvcTestResult created) {
        assertThat(created).hasStatus(201);
        return String.valueOf(created.getResponse().getHeader("Location"));
    }

    private static String text(MvcTestResult result, String path) {
        return JsonPath.read(new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8), path);
    }

    private static void assertProblem(MvcTestResult result, int status, String code) {
        assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(result).bodyJson().extractingPath("code").isEqualTo(code);
    }
}
