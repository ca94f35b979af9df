package io.noren.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.noren.inventory.ChangeFeed;
import io.noren.inventory.InventoryTest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The shapes of the contract, as a web shop sees them. */
class HttpTest extends InventoryTest {

    @Autowired
    private MockMvcTester http;

    @Autowired
    private ChangeFeed feed;

    @Test
    void anItemIsStoredWithItsGtinIn14DigitsAndAVersion() {
        String sku = "shirt-" + UUID.randomUUID();
        String gtin = anyGtin13();
        String body = """
                {"gtin":"%s","codes":[{"scheme":"PLU","value":"%s","source":"ncr"}],"name":{"ja":"シャツ","en":"Shirt"},
                 "unit":"EACH","price":{"amount":"1980","currency":"JPY"},"stocked":true}
                """.formatted(gtin, sku);

        MvcTestResult put = put("/api/v1/items/" + sku, body);

        assertThat(put).hasStatusOk();
        assertThat(put).bodyJson().extractingPath("gtin").isEqualTo("0" + gtin);
        assertThat(put).bodyJson().extractingPath("price.amount").isEqualTo("1980");
        assertThat(put).bodyJson().extractingPath("version").isEqualTo(1);
        assertThat(put("/api/v1/items/" + sku, body))
                .as("the same again is no change")
                .bodyJson()
                .extractingPath("version")
                .isEqualTo(1);
        assertThat(get("/api/v1/items/" + sku)).hasStatusOk().hasHeader("ETag", "\"1\"");

        MvcTestResult stale = http.put()
                .uri("/api/v1/items/" + sku)
                .header("If-Match", "\"7\"")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body.replace("1980", "1990"))
                .exchange();
        assertProblem(stale, 412, "STALE_VERSION");
        assertThat(stale).bodyJson().extractingPath("present.version").isEqualTo(1);

        MvcTestResult taken = put("/api/v1/items/other-" + sku, body);
        assertProblem(taken, 409, "CODE_TAKEN");
        assertProblem(
                put("/api/v1/items/" + sku, body.replace(gtin, gtin.substring(0, 12) + wrong(gtin))), 400, "BAD_GTIN");
        assertProblem(get("/api/v1/items/nothing"), 404, "NO_SUCH_ITEM");
        assertThat(get("/api/v1/items?q=" + gtin))
                .bodyJson()
                .extractingPath("items[0].sku")
                .isEqualTo(sku);
    }

    @Test
    void aLocationIsStoredWithItsPickupTerms() {
        String id = "store-" + UUID.randomUUID();
        String body = """
                {"name":"Ginza","kind":"STORE","zone":"Asia/Tokyo","openingHours":"Mo-Su 10:00-20:00",
                 "pickup":{"enabled":true},"position":{"latitude":35.67,"longitude":139.76},"tills":["1","2"]}
                """;

        assertThat(put("/api/v1/locations/" + id, body)).hasStatusOk();

        assertThat(get("/api/v1/locations/" + id))
                .bodyJson()
                .extractingPath("pickup.enabled")
                .isEqualTo(true);
        assertProblem(put("/api/v1/locations/" + id, body.replace("Asia/Tokyo", "Asia/Edo")), 400, "UNKNOWN_ZONE");
        assertProblem(get("/api/v1/locations/nowhere"), 404, "NO_SUCH_LOCATION");
    }

    @Test
    void movementsAreAnsweredRowByRow() {
        String shirt = anyItem();
        String ginza = anyStore();
        String row = """
                {"id":"%s","sku":"%s","location":"%s","delta":%s,"reason":"%s","occurredAt":"%s"}""";
        String body = "{\"movements\":[%s,%s,%s,%s,{}]}"
                .formatted(
                        row.formatted("a" + shirt, shirt, ginza, "5", "received", "2026-11-20T01:02:03Z"),
                        row.formatted("b" + shirt, shirt, ginza, "-1", "SALE", "yesterday"),
                        row.formatted("c" + shirt, shirt, ginza, "-1", "STOLEN", "2026-11-20T01:02:03Z"),
                        row.formatted("d" + shirt, shirt, ginza, "1000000000", "RECEIVED", "2026-11-20T01:02:03Z"));

        MvcTestResult answer = post("/api/v1/stock/movements", body);

        assertThat(answer).hasStatusOk();
        assertThat(answer)
                .bodyJson()
                .extractingPath("results[*].result")
                .asArray()
                .containsExactly("RECORDED", "REJECTED", "REJECTED", "REJECTED", "REJECTED");
        assertThat(answer)
                .bodyJson()
                .extractingPath("results[1:].code")
                .asArray()
                .containsExactly("BAD_INSTANT", "UNKNOWN_REASON", "ABSURD_QUANTITY", "MISSING_FIELD");
        assertThat(post("/api/v1/stock/movements", body))
                .bodyJson()
                .extractingPath("results[0].result")
                .isEqualTo("DUPLICATE");
        assertThat(get("/api/v1/stock/movements?sku=" + shirt + "&location=" + ginza))
                .bodyJson()
                .extractingPath("movements[0].delta")
                .isEqualTo(5);
        assertThat(get("/api/v1/stock/audit"))
                .bodyJson()
                .extractingPath("differences")
                .asArray()
                .isEmpty();
        assertThat(get("/api/v1/stock/audit"))
                .bodyJson()
                .extractingPath("auditor.differences")
                .isEqualTo(0);
        assertThat(get("/api/v1/stock/audit?sku=" + shirt))
                .bodyJson()
                .extractingPath("cells")
                .isEqualTo(1);
        assertThat(get("/api/v1/stock/audit?limit=1"))
                .bodyJson()
                .extractingPath("cells")
                .isEqualTo(1);
        assertProblem(get("/api/v1/stock/audit?after=x"), 400, "BAD_CURSOR");
        assertThat(get("/api/v1/stock/audit/progress")).hasStatusOk();
        assertProblem(post("/api/v1/stock/audit/repair", "{}"), 400, "REASON_MISSING");
        assertThat(post("/api/v1/stock/audit/repair", "{\"reason\":\"to be sure\"}"))
                .bodyJson()
                .extractingPath("repaired")
                .asArray()
                .isEmpty();
    }

    @Test
    void aMovementMayNameWhatItSetsAside() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        String row = """
                {"id":"%s","sku":"%s","location":"%s","quantityName":"%s","delta":1,"reason":"damaged",
                 "occurredAt":"2026-11-20T01:02:03Z"}""";

        assertThat(post(
                        "/api/v1/stock/movements",
                        "{\"movements\":[%s,%s,%s]}"
                                .formatted(
                                        row.formatted("a" + shirt, shirt, ginza, "damaged"),
                                        row.formatted("b" + shirt, shirt, ginza, "RESERVED"),
                                        row.formatted("c" + shirt, shirt, ginza, "LOST"))))
                .bodyJson()
                .extractingPath("results[1:].code")
                .asArray()
                .containsExactly("QUANTITY_NOT_ALLOWED", "UNKNOWN_QUANTITY");

        assertThat(get("/api/v1/availability?sku=" + shirt + "&location=" + ginza))
                .bodyJson()
                .extractingPath("items[0].locations[0].unavailable")
                .isEqualTo(1);
    }

    @Test
    void availabilityNamesItsPartsAndIsNotSentTwice() {
        String shirt = anyItem();
        String ginza = anyStore();
        String ueno = anyStore();
        clock.stop();
        stock(shirt, ginza, 5);
        stock(shirt, ueno, 2);
        String uri = "/api/v1/availability?sku=" + shirt + "&sku=unknown&channel=web";

        MvcTestResult answer = get(uri);

        assertThat(answer).hasStatusOk();
        assertThat(answer).bodyJson().extractingPath("items[0].available").isEqualTo(7);
        assertThat(answer)
                .bodyJson()
                .extractingPath("items[0].locations[0]")
                .asMap()
                .containsOnlyKeys(
                        "location",
                        "onHand",
                        "reserved",
                        "committed",
                        "unavailable",
                        "incoming",
                        "available",
                        "buffer",
                        "promisable",
                        "pickup",
                        "ship",
                        "version",
                        "asOf",
                        "feedAge");
        assertThat(answer)
                .bodyJson()
                .extractingPath("items[0].locations[0].feedAge")
                .isEqualTo("PT0S");
        assertThat(answer)
                .bodyJson()
                .extractingPath("items[1].locations")
                .asArray()
                .isEmpty();
        String etag = answer.getResponse().getHeader("ETag");
        assertThat(http.get().uri(uri).header("If-None-Match", etag).exchange()).hasStatus(304);
        stock(shirt, ueno, 1);
        assertThat(http.get().uri(uri).header("If-None-Match", etag).exchange()).hasStatusOk();

        assertThat(post(
                        "/api/v1/availability/query",
                        "{\"skus\":[\"%s\"],\"locations\":[\"%s\"]}".formatted(shirt, ueno)))
                .bodyJson()
                .extractingPath("items[0].locations[*].onHand")
                .asArray()
                .containsExactly(3);
        assertProblem(get("/api/v1/availability?sku=a" + "&sku=a".repeat(100)), 400, "TOO_MANY_SKUS");
    }

    @Test
    void aReservationIsMadeRefusedAndResolved() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        String body = """
                {"owner":"%s","channel":"web","expiresIn":"PT30M",
                 "lines":[{"line":"1","sku":"%s","location":"%s","quantity":%s}]}""";
        String owner = "basket-" + UUID.randomUUID();

        MvcTestResult held = post("/api/v1/reservations", body.formatted(owner, shirt, ginza, "4"));

        assertThat(held).hasStatus(201);
        assertThat(held).bodyJson().extractingPath("state").isEqualTo("HELD");
        assertThat(held).bodyJson().extractingPath("expiresAt").isNotNull();
        String id = text(held, "id");
        MvcTestResult refused =
                post("/api/v1/reservations", body.formatted("b-" + UUID.randomUUID(), shirt, ginza, "4"));
        assertProblem(refused, 409, "INSUFFICIENT_STOCK");
        assertThat(refused).bodyJson().extractingPath("lines[0].available").isEqualTo(1);
        assertThat(get("/api/v1/reservations?owner=" + owner))
                .bodyJson()
                .extractingPath("reservations[0].id")
                .isEqualTo(id);
        assertThat(post("/api/v1/reservations/" + id + "/extend", "{\"expiresIn\":\"PT1H\"}"))
                .hasStatusOk();
        assertThat(post("/api/v1/reservations/" + id + "/commit", "")).hasStatusOk();
        assertThat(post("/api/v1/reservations/" + id + "/fulfil", "")).hasStatusOk();
        assertProblem(post("/api/v1/reservations/" + id + "/release", ""), 409, "ALREADY_RESOLVED");
        assertProblem(get("/api/v1/reservations/" + UUID.randomUUID()), 404, "UNKNOWN_RESERVATION");
    }

    @Test
    void aPickupOrderIsPlacedWithACodeAndHandedOverWithIt() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        String body = """
                {"order":"W-%s","location":"%s","channel":"web","contact":{"name":"山田花子","phone":"090-0000-0000"},
                 "lines":[{"line":"1","sku":"%s","quantity":2,"unitPrice":{"amount":"1980","currency":"JPY"}}],
                 "payment":{"method":"PAY_IN_STORE"}}""".formatted(shirt, ginza, shirt);

        MvcTestResult placed = post("/api/v1/pickup-orders", body);

        assertThat(placed).hasStatus(201);
        assertThat(placed).bodyJson().extractingPath("state").isEqualTo("PLACED");
        assertThat(placed).bodyJson().extractingPath("readyBy").isNotNull();
        assertThat(placed).bodyJson().extractingPath("lines[0].quantity").isEqualTo(2);
        String uri = "/api/v1/pickup-orders/" + text(placed, "id");
        String code = text(placed, "handoverCode");
        assertThat(code).matches("[0-9]{6}");
        assertProblem(post(uri + "/ready", ""), 409, "WRONG_STEP");
        assertThat(post(uri + "/accept", "")).hasStatusOk();
        assertThat(post(uri + "/start-picking", "")).hasStatusOk();
        assertThat(post(uri + "/ready", "")).hasStatusOk();
        assertThat(get("/api/v1/pickup-orders?location=" + ginza + "&state=READY,PICKING"))
                .bodyJson()
                .extractingPath("orders[0].contact.name")
                .isEqualTo("山田花子");
        String wrong = code.equals("000000") ? "000001" : "000000";
        assertProblem(post(uri + "/handover", "{\"code\":\"" + wrong + "\"}"), 403, "WRONG_HANDOVER_CODE");
        assertThat(post(uri + "/handover", "{\"code\":\"" + code + "\"}"))
                .bodyJson()
                .extractingPath("state")
                .isEqualTo("COLLECTED");
        assertProblem(post(uri + "/handover", "{\"code\":\"" + code + "\"}"), 409, "ALREADY_COLLECTED");
        assertThat(get(uri)).bodyJson().doesNotHavePath("handoverCode");
    }

    @Test
    void theFeedIsReadPageByPage() {
        String shirt = anyItem();
        String ginza = anyStore();
        String begin = feed.end().toString();
        stock(shirt, ginza, 5);
        stock(shirt, ginza, 2);

        MvcTestResult first = get("/api/v1/stock/changes?limit=1&after=" + begin);
        MvcTestResult second = get("/api/v1/stock/changes?limit=1&after=" + text(first, "next"));

        assertThat(first)
                .bodyJson()
                .extractingPath("changes[0]")
                .asMap()
                .containsOnlyKeys(
                        "cursor",
                        "sku",
                        "location",
                        "sequence",
                        "onHand",
                        "reserved",
                        "committed",
                        "unavailable",
                        "incoming",
                        "available",
                        "cause",
                        "occurredAt",
                        "recordedAt");
        assertThat(second).bodyJson().extractingPath("changes[0].onHand").isEqualTo(7);
        assertThat(second).bodyJson().extractingPath("changes[0].sequence").isEqualTo(2);
        assertThat(text(get("/api/v1/stock/changes?after=" + text(second, "next")), "next"))
                .isEqualTo(text(second, "next"));
        assertProblem(get("/api/v1/stock/changes?after=nonsense"), 400, "BAD_CURSOR");
    }

    private MvcTestResult get(String uri) {
        return http.get().uri(uri).exchange();
    }

    private MvcTestResult put(String uri, String body) {
        return http.put()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult post(String uri, String body) {
        return http.post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private static String text(MvcTestResult result, String path) {
        String body = new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
        return JsonPath.read(body, path);
    }

    private static void assertProblem(MvcTestResult result, int status, String code) {
        assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(result).bodyJson().extractingPath("code").isEqualTo(code);
    }

    /** Valid, and from the range that GS1 keeps for examples. */
    private static String anyGtin13() {
        String digits = "952"
                + String.format("%09d", Math.floorMod(UUID.randomUUID().getMostSignificantBits(), 1_000_000_000L));
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return digits + (10 - sum % 10) % 10;
    }

    private static char wrong(String gtin) {
        return gtin.charAt(12) == '9' ? '0' : (char) (gtin.charAt(12) + 1);
    }
}
