package io.noren.pos.shopify;

import static io.noren.pos.shopify.LocalShopifyTills.refundLine;
import static io.noren.pos.shopify.LocalShopifyTills.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.pos.SaleRecorded;
import io.noren.pos.vendor.LocalVendor;
import io.noren.pos.vendor.LocalVendor.Answer;
import io.noren.pos.vendor.VendorStory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopifyTillsTest extends VendorStory {
    private static final long GINZA = 700;

    private long order;
    private String shirt = "";
    private String hat = "";

    @BeforeEach
    void aShopWithTills() {
        source = "shopify-tills";
        order = 5_000_000_000_000L + story;
        shirt = item("SHIRT");
        hat = item("HAT");
    }

    @Test
    void aSaleAtTheTillCountsOnceHoweverOftenShopifyTellsOfIt() {
        SHOPIFY.order(order, "pos", GINZA, now)
                .agrees("ORDER", now, List.of(sale(shirt, 2, "3960.00"), sale(hat, 1, "500")));

        assertThat(tells("orders/create", aboutOrder()).status()).isEqualTo(202);
        assertThat(tells("orders/updated", aboutOrder()).status()).isEqualTo(202);
        whenAllIsFetched();
        tells("orders/create", aboutOrder());
        whenAllIsFetched();
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2), hat, BigDecimal.ONE));
        SaleRecorded sale = saleOf(shirt);
        assertThat(sale.transaction().location()).isEqualTo("ginza");
        assertThat(sale.transaction().businessDay())
                .isEqualTo(now.atZone(ZoneId.of("Asia/Tokyo")).toLocalDate());
        assertThat(sale.occurredAt()).isEqualTo(now);
        assertThat(sale.currency()).isEqualTo("JPY");
        assertThat(sale.memberCard()).isNull();
        assertThat(sale.lines().get(0).amount()).isEqualByComparingTo("3960");
    }

    @Test
    void whoDoesNotHaveTheSecretIsNotBelievedAndOneThatIsBeingExchangedCountsInBothForms() {
        SHOPIFY.order(order, "pos", GINZA, now).agrees("ORDER", now, List.of(sale(shirt, 1, "1")));
        String body = aboutOrder();

        assertThat(hears(body, signed(OLD_SECRET, body, "orders/create")).status())
                .isEqualTo(202);
        assertThat(hears(body, signed(SECRET, body, "orders/create")).status()).isEqualTo(202);
        whenAllIsFetched();
        int asked = SHOPIFY.timesAsked();
        for (Answered refused : List.of(
                hears(body, signed("secret-of-a-thief", body, "orders/create")),
                hears(body, Map.of("X-Shopify-Topic", "orders/create")),
                hears(body + " ", signed(SECRET, body, "orders/create")),
                hears(body, Map.of("X-Shopify-Hmac-Sha256", "not base64!")),
                hears(body, Map.of("Authorization", "Bearer " + SECRET)))) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("SIGNATURE_INVALID");
        }
        assertThat(SHOPIFY.timesAsked()).isEqualTo(asked);
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
    }

    @Test
    void whatSomebodyKeptAndSendsAgainAfterItsTimeIsRefused() {
        String body = aboutOrder();
        Map<String, String> headers = signed(SECRET, body, "orders/create");
        clock.pass(Duration.ofDays(3).plusMinutes(1));

        Answered refused = hears(body, headers);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("SIGNATURE_EXPIRED");
        assertThat(state().waiting()).isZero();
    }

    @Test
    void theSameWebhookMayComeAgainButNotWithAnotherBody() {
        String body = aboutOrder();
        String other = aboutOrder().replace("}", ",\"x\":1}");
        Map<String, String> headers = signed(SECRET, body, "orders/create");
        Map<String, String> sameId = new HashMap<>(signed(SECRET, other, "orders/create"));
        sameId.put("X-Shopify-Webhook-Id", headers.get("X-Shopify-Webhook-Id"));

        assertThat(hears(body, headers).status()).isEqualTo(202);
        assertThat(hears(body, headers).status()).isEqualTo(202);
        Answered refused = hears(other, sameId);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("WEBHOOK_ID_REUSED");
        whenAllIsFetched();
    }

    @Test
    void aRefundThatIsToldBeforeItsOrderIsRecordedWithIt() {
        SHOPIFY.order(order, "pos", GINZA, now.minusSeconds(60))
                .agrees("ORDER", now.minusSeconds(60), List.of(sale(shirt, 2, "3960")))
                .agrees("REFUND", now, List.of(sale(shirt, -1, "-1980")), List.of(refundLine(shirt, 1, "RETURN")));

        tells("refunds/create", "{\"id\":1,\"order_id\":" + order + ",\"created_at\":\"" + now + "\"}");
        whenAllIsFetched();
        tells("orders/create", aboutOrder());
        whenAllIsFetched();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
        var back = announced.returns(source).stream()
                .filter(each -> each.lines().get(0).codes().get(0).value().equals(shirt))
                .toList();
        assertThat(back).hasSize(1);
        assertThat(back.get(0).returnOf()).isEqualTo(saleOf(shirt).transaction());
        assertThat(back.get(0).lines().get(0).amount()).isEqualByComparingTo("1980");
    }

    @Test
    void anOrderThatChangesAgainAndAgainCountsEachChangeOnce() {
        LocalShopifyTills.Order told =
                SHOPIFY.order(order, "pos", GINZA, now).agrees("ORDER", now, List.of(sale(shirt, 1, "1980")));
        tells("orders/create", aboutOrder());
        whenAllIsFetched();
        told.agrees("ORDER_EDIT", now.plusSeconds(1), List.of(sale(hat, 1, "500"))); // a line is added
        tells("orders/updated", aboutOrder());
        whenAllIsFetched();
        told.agrees("RETURN", now.plusSeconds(2), List.of(sale(shirt, -1, "-1980"), sale(hat, 2, "1000"))); // exchanged
        told.agrees(
                "REFUND", now.plusSeconds(3), List.of(sale(hat, -1, "-500")), List.of(refundLine(hat, 1, "RETURN")));
        told.agrees("REFUND", now.plusSeconds(4), List.of(), List.of()); // money alone
        tells("orders/updated", aboutOrder());
        whenAllIsFetched();
        isAsked();
        isAsked();

        assertThat(net()).isEqualTo(Map.of(hat, BigDecimal.valueOf(2)));
        assertThat(openFaults()).isEmpty();
    }

    @Test
    void whatIsRefundedButNotPutOnSaleAgainDoesNotComeBackIntoStock() {
        SHOPIFY.order(order, "pos", GINZA, now)
                .agrees("ORDER", now, List.of(sale(shirt, 3, "3"), sale(hat, 1, "1")))
                .agrees(
                        "REFUND",
                        now,
                        List.of(sale(shirt, -2, "-2"), sale(hat, -1, "-1")),
                        List.of(
                                refundLine(shirt, 1, "NO_RESTOCK"),
                                refundLine(shirt, 1, "RETURN"),
                                refundLine(hat, 1, "NO_RESTOCK")));

        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2), hat, BigDecimal.ONE));
    }

    @Test
    void whatTheWebShopSoldAndWhatWasOnlyTriedOutIsLeftAlone() {
        SHOPIFY.order(order, "web", null, now).agrees("ORDER", now, List.of(sale(shirt, 1, "1")));
        SHOPIFY.order(order + 1, "pos", GINZA, now).agrees("ORDER", now, List.of(sale(hat, 1, "1"))).test = true;

        tells("orders/create", aboutOrder().replace("\"pos\"", "\"web\""));
        assertThat(state().waiting()).isZero();
        tells("refunds/create", "{\"id\":1,\"order_id\":" + order + ",\"created_at\":\"" + now + "\"}");
        whenAllIsFetched();
        isAsked();

        assertThat(net()).isEmpty();
    }

    @Test
    void whatNoWebhookToldIsFoundByAskingAndNothingIsDoubledByAskingAgain() {
        IntStream.range(0, 25)
                .forEach(i -> SHOPIFY.order(order + i, "pos", GINZA, now.minusSeconds(30 - i))
                        .agrees("ORDER", now.minusSeconds(30 - i), List.of(sale(shirt, 1, "1"))));

        isAsked();
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(25)));
        long documents = documents();
        isAsked(); // they are in the overlap
        SHOPIFY.order(order + 30, "pos", GINZA, now.minusSeconds(100)) // and Shopify lists this one late
                .agrees("ORDER", now.minusSeconds(100), List.of(sale(hat, 1, "1")));
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(25), hat, BigDecimal.ONE));
        assertThat(documents()).isEqualTo(documents + 1);
        assertThat(state().completeUntil()).isAfterOrEqualTo(now);
        assertThat(state().lastError()).isNull();
    }

    @Test
    void askingAndBeingToldAtTheSameTimeCountsOnce() {
        IntStream.range(0, 12)
                .forEach(i ->
                        SHOPIFY.order(order + i, "pos", GINZA, now).agrees("ORDER", now, List.of(sale(shirt, 1, "1"))));

        CompletableFuture<?>[] all = Stream.concat(
                        Stream.of(CompletableFuture.runAsync(() -> feeds.ask(source))),
                        IntStream.range(0, 12)
                                .mapToObj(i -> CompletableFuture.runAsync(
                                        () -> tells("orders/create", aboutOrder(order + i)))))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
        isAsked();
        whenAllIsFetched();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(12)));
        assertThat(openFaults()).isEmpty();
    }

    @Test
    void aShopThatIsBusyIsLeftAloneForAsLongAsItSays() {
        SHOPIFY.order(order, "pos", GINZA, now).agrees("ORDER", now, List.of(sale(shirt, 1, "1")));
        SHOPIFY.answersFirst(new Answer(429, "{}", Map.of("Retry-After", "90")));

        isAsked();
        int asked = SHOPIFY.timesAsked();
        assertThat(state().failingSince()).isNotNull();
        assertThat(state().lastError()).contains("429");
        assertThat(feeds.ask(source)).isFalse();
        clock.pass(Duration.ofSeconds(80));
        assertThat(feeds.ask(source)).isFalse();
        assertThat(SHOPIFY.timesAsked()).isEqualTo(asked);
        clock.pass(Duration.ofSeconds(11));
        assertThat(feeds.ask(source)).isTrue();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
        assertThat(state().failingSince()).isNull();
        assertThat(state().lastError()).isNull();
    }

    @Test
    void whateverGoesWrongWithTheAnswerTheNewsAreBroughtByTheNextOne() {
        Map<String, Object> throttled = Map.of(
                "errors",
                List.of(Map.of("message", "Throttled Hanako-Private", "extensions", Map.of("code", "THROTTLED"))));
        SHOPIFY.order(order, "pos", GINZA, now).agrees("ORDER", now, List.of(sale(shirt, 1, "1")));
        SHOPIFY.answersFirst(
                Answer.of(500),
                Answer.of(401),
                new Answer(200, "{\"data\":{\"order", Map.of()),
                Answer.json(throttled),
                new Answer(200, "", Map.of()));

        tells("orders/create", aboutOrder());
        await().until(() -> state().lastError() != null);
        for (int i = 0; i < 5; i++) {
            assertThat(state().waiting()).as("the errand is not forgotten").isEqualTo(1);
            assertThat(state().lastError()).doesNotContain("Private");
            clock.pass(Duration.ofMinutes(6));
            isAsked();
        }
        whenAllIsFetched();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
        assertThat(state().lastError()).isNull();
    }

    @Test
    void aRoundThatBreaksInTheMiddleGoesOnWhereItWas() {
        IntStream.range(0, 25)
                .forEach(i -> SHOPIFY.order(order + i, "pos", GINZA, now.minusSeconds(30 - i))
                        .agrees("ORDER", now.minusSeconds(30 - i), List.of(sale(shirt, 1, "1"))));
        SHOPIFY.breaksOnceAfter(14); // the first page and its ten orders go well

        isAsked();
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.TEN));
        assertThat(state().completeUntil()).isNull();
        assertThat(state().lastError()).isNotNull();
        clock.pass(Duration.ofMinutes(6));
        int before = SHOPIFY.timesAsked();
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(25)));
        assertThat(SHOPIFY.requests()
                        .get(before)
                        .body()
                        .path("variables")
                        .path("after")
                        .asString(""))
                .isEqualTo("10");
        assertThat(state().completeUntil()).isNotNull();
    }

    @Test
    void aSaleOfAStoreThatNobodyKnowsWaitsAndIsRecordedWhenTheStoreIsThere() {
        long somewhere = 9_000 + story;
        SHOPIFY.order(order, "pos", somewhere, now).agrees("ORDER", now, List.of(sale(shirt, 1, "1")));

        isAsked();
        assertThat(net()).isEmpty();
        assertThat(openFaults()).containsExactly("UNKNOWN_LOCATION");
        stores.open(Long.toString(somewhere));
        UUID document = jdbc.sql("select document from pos.parked_transaction where store_code = ?")
                .param(Long.toString(somewhere))
                .query(UUID.class)
                .single();

        assertThat(documents.readAgain(document).recorded()).isEqualTo(1);

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
        assertThat(openFaults()).isEmpty();
    }

    @Test
    void aSourceThatSpeaksForOneStoreSellsNothingOfAnother() {
        source = "shopify-ueno";
        SHOPIFY.order(order, "pos", GINZA, now).agrees("ORDER", now, List.of(sale(shirt, 1, "1")));

        isAsked();

        assertThat(net()).isEmpty();
        assertThat(openFaults()).containsExactly("LOCATION_NOT_ALLOWED");
    }

    @Test
    void aVeryLongOrderIsReadToItsEnd() {
        LocalShopifyTills.Order told = SHOPIFY.order(order, "pos", GINZA, now)
                .agrees(
                        "ORDER",
                        now,
                        IntStream.range(0, 75)
                                .mapToObj(i -> sale(shirt, 1, "1"))
                                .toList());
        IntStream.range(1, 8)
                .forEach(i -> told.agrees(
                        "ORDER_EDIT",
                        now.plusSeconds(i),
                        IntStream.range(0, 40).mapToObj(n -> sale(hat, 1, "1")).toList()));

        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(75), hat, BigDecimal.valueOf(280)));
    }

    @Test
    void nothingAboutPeopleIsKept() {
        SHOPIFY.order(order, "pos", GINZA, now)
                .agrees("ORDER", now, List.of(sale(shirt, 1, "1")))
                .agrees("REFUND", now, List.of(sale(shirt, -1, "-1")), List.of(refundLine(shirt, 1, "RETURN")));

        isAsked();

        assertThat(kept())
                .contains(shirt)
                .doesNotContainIgnoringCase("private")
                .doesNotContain("Hanako")
                .doesNotContain("Ichiro")
                .doesNotContain("090-7777");
    }

    private SaleRecorded saleOf(String sku) {
        return announced.sales(source).stream()
                .filter(sale -> sale.lines().get(0).codes().get(0).value().equals(sku))
                .findFirst()
                .orElseThrow();
    }

    private List<String> openFaults() {
        return announced.parked(source).stream()
                .filter(parked -> parked.parkedAt().isAfter(now.minusSeconds(1)))
                .filter(parked -> jdbc.sql("select resolved_at is null from pos.parked_transaction where id = ?")
                        .param(parked.id())
                        .query(Boolean.class)
                        .single())
                .map(parked -> parked.code())
                .toList();
    }

    private long documents() {
        return jdbc.sql("select count(*) from pos.document where source = ?")
                .param(source)
                .query(Long.class)
                .single();
    }

    private String aboutOrder() {
        return aboutOrder(order);
    }

    private String aboutOrder(long id) {
        return "{\"id\":" + id + ",\"source_name\":\"pos\",\"updated_at\":\"" + now
                + "\",\"email\":\"hanako.private@example.com\"}";
    }

    private Answered tells(String topic, String body) {
        return hears(body, signed(SECRET, body, topic));
    }

    private static Map<String, String> signed(String secret, String body, String topic) {
        return Map.of(
                "X-Shopify-Topic",
                topic,
                "X-Shopify-Webhook-Id",
                UUID.randomUUID().toString(),
                "X-Shopify-Hmac-Sha256",
                LocalVendor.signature("HmacSHA256", secret, body));
    }
}
