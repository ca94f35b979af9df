package io.noren.pos.lightspeed;

import static io.noren.pos.lightspeed.LocalLightspeed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.pos.SaleRecorded;
import io.noren.pos.vendor.LocalVendor;
import io.noren.pos.vendor.LocalVendor.Answer;
import io.noren.pos.vendor.VendorStory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LightspeedTillsTest extends VendorStory {
    private String sale = "";
    private String shirt = "";

    @BeforeEach
    void aRetailerWithTills() {
        source = "lightspeed-tills";
        sale = saleId("1");
        shirt = item("SHIRT");
    }

    @Test
    void aSaleCountsOnceHoweverOftenAWebhookNamesItAndItIsFoundByAsking() {
        LIGHTSPEED.closes(
                sale, now, List.of(line(shirt, 2, 3_600, 360), line(item("RICE"), 0.75, 409.54545, 40.95455)));

        Answered first = tells(sale);
        whenAllIsFetched();
        tells(sale);
        whenAllIsFetched();
        isAsked();
        isAsked();

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.body()).contains("\"toFetch\":1");
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2), item("RICE"), new BigDecimal("0.75")));
        SaleRecorded told = announced.sales(source).stream()
                .filter(each -> each.lines().get(0).codes().get(0).value().equals(shirt))
                .findFirst()
                .orElseThrow();
        assertThat(told.transaction().location()).isEqualTo("ginza");
        assertThat(told.transaction().workstation()).isEqualTo(LocalLightspeed.TILL);
        assertThat(told.occurredAt()).isEqualTo(now);
        assertThat(told.currency()).isEqualTo("JPY");
        assertThat(told.memberCard()).isNull();
        assertThat(told.lines().get(0).amount()).isEqualByComparingTo("3960");
        assertThat(told.lines().get(1).amount()).as("as it was paid").isEqualByComparingTo("451");
    }

    @Test
    void aSaleCountsWhenItsGoodsLeaveAndNotBefore() {
        LIGHTSPEED.closes(sale, now, List.of(line(shirt, 1, 1, 0)));
        LIGHTSPEED.changes(sale, now, Map.of("state", "parked", "payments", List.of()));
        LIGHTSPEED.closes(saleId("2"), now, List.of(line(item("COAT"), 1, 1, 0)));
        LIGHTSPEED.changes(saleId("2"), now, Map.of("state", "pending", "attributes", List.of("layby")));
        LIGHTSPEED.closes(saleId("3"), now, List.of(line(item("CUP"), 1, 1, 0)));
        LIGHTSPEED.changes(saleId("3"), now, Map.of("state", "pending", "attributes", List.of("onaccount")));

        tells(sale);
        whenAllIsFetched();
        isAsked();
        assertThat(net()).isEqualTo(Map.of(item("CUP"), BigDecimal.ONE));

        LIGHTSPEED.changes(sale, now, Map.of("state", "closed"));
        LIGHTSPEED.changes(saleId("2"), now, Map.of("state", "closed"));
        LIGHTSPEED.changes(saleId("3"), now, Map.of("state", "closed", "payments", List.of(LocalLightspeed.payment())));
        isAsked();

        assertThat(net())
                .isEqualTo(Map.of(shirt, BigDecimal.ONE, item("COAT"), BigDecimal.ONE, item("CUP"), BigDecimal.ONE));
    }

    @Test
    void aReturnBringsGoodsBackAlsoWhenItIsToldBeforeItsSale() {
        LIGHTSPEED.closes(saleId("2"), now, List.of(line(shirt, -1, -1_800, -180)));
        tells(saleId("2"));
        whenAllIsFetched();
        LIGHTSPEED.closes(sale, now, List.of(line(shirt, 3, 5_400, 540)));
        tells(sale);
        whenAllIsFetched();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2)));
    }

    @Test
    void aSaleThatIsCalledVoidLaterIsTakenBackOnce() {
        LIGHTSPEED.closes(sale, now, List.of(line(shirt, 3, 3, 0)));
        tells(sale);
        whenAllIsFetched();
        LIGHTSPEED.changes(sale, now.plusSeconds(30), Map.of("state", "voided"));

        tells(sale);
        whenAllIsFetched();
        whatTakesBackIsDone();
        LIGHTSPEED.changes(sale, now.plusSeconds(90), Map.of("note", "seen by the accountant"));
        isAsked();
        whatTakesBackIsDone();

        assertThat(net()).isEmpty();
        assertThat(kinds()).containsExactly("SALE", "POST_VOID");
        assertThat(announced.parked(source))
                .noneMatch(parked -> String.valueOf(parked.transaction()).contains(sale));
    }

    @Test
    void aSaleThatWasCalledVoidBeforeItWasDoneMovesNothing() {
        LIGHTSPEED.closes(sale, now, List.of(line(shirt, 3, 3, 0)));
        LIGHTSPEED.changes(sale, now, Map.of("state", "voided", "payments", List.of()));

        isAsked();

        assertThat(net()).isEmpty();
        assertThat(kinds()).containsExactly("CANCELLED");
    }

    @Test
    void theSignatureIsOverTheWholeFormInHexadecimalDigits() {
        String body = LocalLightspeed.webhook(sale, now);
        String right = LocalVendor.hexSignature("HmacSHA256", SECRET, body);

        for (String header : List.of(
                "signature=" + LocalVendor.hexSignature("HmacSHA256", "another", body) + ",algorithm=HMAC-SHA256",
                "signature=" + LocalVendor.hexSignature("HmacSHA256", SECRET, body.substring(1))
                        + ",algorithm=HMAC-SHA256",
                "signature=" + LocalVendor.signature("HmacSHA256", SECRET, body) + ",algorithm=HMAC-SHA256",
                "signature=" + right + ",algorithm=HMAC-SHA1",
                "signature=,algorithm=HMAC-SHA256",
                right)) {
            Answered refused = hears(FORM, body, Map.of("X-Signature", header));
            assertThat(refused.status()).as(header).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("SIGNATURE_INVALID");
        }
        assertThat(hears(FORM, body, Map.of()).status()).isEqualTo(401);
        for (String secret : List.of(SECRET, OLD_SECRET)) {
            assertThat(hears(FORM, body, signed(secret, body)).status()).isEqualTo(202);
        }
        whenAllIsFetched();
    }

    @Test
    void aWebhookThatTellsOfLongAgoOrIsNoSaleOrNoFormLeadsToNothing() {
        String old = LocalLightspeed.webhook(sale, now.minus(Duration.ofDays(3)).minusSeconds(90));
        Answered expired = hears(FORM, old, signed(SECRET, old));
        assertThat(expired.status()).isEqualTo(401);
        assertThat(expired.code()).isEqualTo("SIGNATURE_EXPIRED");

        String product = "payload=%7B%22id%22%3A%22" + sale + "%22%2C%22sku%22%3A%22S%22%7D";
        assertThat(hears(FORM, product, signed(SECRET, product)).body()).contains("\"toFetch\":0");

        for (String broken : List.of("payload=%7B%22id", "payload=%7", "{\"id\":\"x\"}", "")) {
            Answered refused = hears(FORM, broken, signed(SECRET, broken));
            assertThat(refused.status()).as(broken).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("MALFORMED_DOCUMENT");
        }
    }

    @Test
    void lostWebhooksAreFoundByVersionPageByPageAndWhatIsOldIsNotReadAgain() {
        LIGHTSPEED.salesAPage = 4;
        IntStream.range(0, 9)
                .forEach(i -> LIGHTSPEED.closes(
                        saleId("old" + i), now.minus(Duration.ofDays(9)), List.of(line(item("OLD"), 1, 1, 0))));
        IntStream.range(0, 11).forEach(i -> LIGHTSPEED.closes(saleId("new" + i), now, List.of(line(shirt, 1, 1, 0))));

        isAsked();
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(11)));
        for (int round = 0; round < 2; round++) { // each reads again what changed since the one before it
            clock.pass(Duration.ofMinutes(20));
            isAsked();
        }
        clock.pass(Duration.ofMinutes(20));
        LIGHTSPEED.closes(saleId("later"), clock.instant(), List.of(line(shirt, 1, 1, 0)));
        int before = LIGHTSPEED.timesAsked();
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(12)));
        assertThat(LIGHTSPEED.timesAsked() - before)
                .as("for the new one, and whether there is more")
                .isEqualTo(2);
    }

    @Test
    void aChangeWhoseVersionShowsLateIsNotPassedOver() {
        LIGHTSPEED.closes(sale, now, List.of(line(shirt, 1, 1, 0)));
        Object early = LIGHTSPEED
                .closes(saleId("2"), now, List.of(line(shirt, 1, 1, 0)))
                .get("_metadata");
        LIGHTSPEED.changes(saleId("2"), now, Map.of("state", "parked", "payments", List.of()));
        LIGHTSPEED.closes(saleId("3"), now, List.of(line(shirt, 1, 1, 0)));
        isAsked();
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2)));

        // Committed after a higher number was: it stands before what was read already.
        LIGHTSPEED.changes(saleId("2"), now, Map.of("state", "closed"));
        LIGHTSPEED.shows(saleId("2"), early);
        clock.pass(Duration.ofMinutes(2));
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(3)));
    }

    @Test
    void itIsLeftAloneUntilTheDateThatItNames() {
        String later = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().plusSeconds(240).atOffset(ZoneOffset.UTC));
        LIGHTSPEED.closes(sale, now, List.of(line(shirt, 1, 1, 0)));
        LIGHTSPEED.answersFirst(new Answer(429, "{}", Map.of("Retry-After", later)));
        isAsked();

        assertThat(feeds.ask(source)).as("before it").isFalse();
        clock.pass(Duration.ofSeconds(200));
        assertThat(feeds.ask(source)).isFalse();
        clock.pass(Duration.ofSeconds(60));
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
        assertThat(state().lastError()).isNull();
    }

    @Test
    void aSaleThatLightspeedDoesNotKnowAnyMoreHoldsUpNothing() {
        LIGHTSPEED.closes(sale, now, List.of(line(shirt, 1, 1, 0)));

        tells(saleId("gone"));
        tells(sale);
        whenAllIsFetched();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
        await().until(() -> state().waiting() == 0);
    }

    @Test
    void nothingAboutPeopleIsKept() {
        LIGHTSPEED.closes(sale, now, List.of(line(shirt, 1, 1, 0)));
        tells(sale);
        whenAllIsFetched();

        assertThat(kept())
                .contains(shirt)
                .doesNotContainIgnoringCase("private")
                .doesNotContain("090-7777")
                .doesNotContain("1111");
    }

    private static final String FORM = "application/x-www-form-urlencoded";

    private String saleId(String name) {
        return UUID.nameUUIDFromBytes((name + "-" + story).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private List<String> kinds() {
        return jdbc.sql(
                        "select kind from pos.till_transaction where source = ? and vendor_id like ? order by vendor_id")
                .params(source, sale + "%")
                .query(String.class)
                .list();
    }

    private Answered tells(String id) {
        Instant at = now;
        String body = LocalLightspeed.webhook(id, at);
        return hears(FORM, body, signed(SECRET, body));
    }

    private static Map<String, String> signed(String secret, String body) {
        return Map.of(
                "X-Signature",
                "signature=" + LocalVendor.hexSignature("HmacSHA256", secret, body) + ",algorithm=HMAC-SHA256");
    }
}
