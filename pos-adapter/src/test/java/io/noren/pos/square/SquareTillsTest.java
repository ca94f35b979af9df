package io.noren.pos.square;

import static io.noren.pos.square.LocalSquare.goods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.pos.Refusal;
import io.noren.pos.SaleRecorded;
import io.noren.pos.vendor.LocalVendor;
import io.noren.pos.vendor.LocalVendor.Answer;
import io.noren.pos.vendor.Signatures;
import io.noren.pos.vendor.VendorStory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SquareTillsTest extends VendorStory {
    private static final String URL = PUBLIC_URL + "/api/v1/pos/square-tills/documents";
    private static final String GINZA = "LGINZA1";

    private String order = "";
    private String shirt = "";

    @BeforeEach
    void aSellerWithTills() {
        source = "square-tills";
        order = "ORDER" + story;
        shirt = item("VAR");
    }

    @Test
    void anOrderThatIsCompleteCountsOnceHoweverManyEventsNameIt() {
        SQUARE.completes(order, GINZA, now, List.of(goods(shirt, "2", 3_960, "JPY")));

        tells(event("order.updated", "order_updated", order, "COMPLETED"));
        tells(event("payment.updated", "payment", order, "COMPLETED"));
        whenAllIsFetched();
        tells(event("order.updated", "order_updated", order, "COMPLETED"));
        whenAllIsFetched();
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2)));
        SaleRecorded sale = saleOf(shirt);
        assertThat(sale.transaction().location()).isEqualTo("ginza");
        assertThat(sale.occurredAt()).isEqualTo(now);
        assertThat(sale.lines().get(0).amount()).isEqualByComparingTo("3960");
        assertThat(sale.memberCard()).isNull();
    }

    @Test
    void anOrderThatIsStillOpenIsNotAskedForAndOneThatWasCancelledSellsNothing() {
        SQUARE.completes(order, GINZA, now, List.of(goods(shirt, "1", 1, "JPY")))
                .put("state", "OPEN");
        SQUARE.completes(order + "C", GINZA, now, List.of(goods(shirt, "1", 1, "JPY")))
                .put("state", "CANCELED");

        Answered open = tells(event("order.updated", "order_updated", order, "OPEN"));
        assertThat(open.body()).contains("\"toFetch\":0");
        tells(event("payment.updated", "payment", order, "APPROVED")); // a payment does not know the order's state
        tells(event("order.updated", "order_updated", order + "C", "CANCELED"));
        whenAllIsFetched();
        isAsked();

        assertThat(net()).isEmpty();
        assertThat(jdbc.sql("select kind from pos.till_transaction where source = ? and vendor_id like ?")
                        .params(source, order + "%")
                        .query(String.class)
                        .list())
                .containsExactly("CANCELLED");
    }

    @Test
    void anOrderWithReturnsBringsGoodsBackAndMinorUnitsAreThoseOfTheCurrency() {
        SQUARE.completes(order, GINZA, now, List.of(goods(shirt, "1.250", 1_980, "USD")))
                .put(
                        "returns",
                        List.of(Map.of(
                                "source_order_id",
                                "ORDERBEFORE",
                                "return_line_items",
                                List.of(goods(item("VAR2"), "3", 5_000, "USD")))));

        tells(event("order.updated", "order_updated", order, "COMPLETED"));
        whenAllIsFetched();

        assertThat(net()).isEqualTo(Map.of(shirt, new BigDecimal("1.25"), item("VAR2"), BigDecimal.valueOf(-3)));
        assertThat(saleOf(shirt).lines().get(0).amount()).isEqualByComparingTo("19.80");
        assertThat(saleOf(shirt).currency()).isEqualTo("USD");
    }

    @Test
    void amountsGiftCardsAndWhatIsInNoCatalogueAreNoStock() {
        SQUARE.completes(
                order,
                GINZA,
                now,
                List.of(
                        goods(shirt, "1", 100, "JPY"),
                        Map.of(
                                "item_type",
                                "CUSTOM_AMOUNT",
                                "quantity",
                                "1",
                                "total_money",
                                Map.of("amount", 5, "currency", "JPY")),
                        Map.of("item_type", "GIFT_CARD", "quantity", "1", "catalog_object_id", "GIFT"),
                        Map.of("item_type", "ITEM", "quantity", "1", "name", "typed in")));

        isAsked();

        assertThat(saleOf(shirt).lines()).hasSize(1);
    }

    @Test
    void theSignatureIsOverTheAddressAndTheBody() {
        String body = event("order.updated", "order_updated", order, "COMPLETED");

        for (String signature : List.of(
                LocalVendor.signature("HmacSHA256", SECRET, body),
                LocalVendor.signature("HmacSHA256", SECRET, URL + "/" + body),
                LocalVendor.signature(
                        "HmacSHA256", SECRET, "http://localhost/api/v1/pos/square-tills/documents" + body),
                LocalVendor.signature("HmacSHA256", "another", URL + body),
                LocalVendor.signature("HmacSHA1", SECRET, URL + body))) {
            Answered refused = hears(body, Map.of("x-square-hmacsha256-signature", signature));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("SIGNATURE_INVALID");
        }
        for (String secret : List.of(SECRET, OLD_SECRET)) {
            assertThat(hears(body, signed(secret, body)).status()).isEqualTo(202);
        }
        whenAllIsFetched();
    }

    @Test
    void anEventSentAgainAfterItsTimeOrWithTheIdOfAnotherIsRefused() {
        String body = event("order.updated", "order_updated", order, "COMPLETED");
        assertThat(tells(body).status()).isEqualTo(202);
        assertThat(tells(body.replace(order, order + "X")).code()).isEqualTo("WEBHOOK_ID_REUSED");
        whenAllIsFetched();
        clock.pass(Duration.ofDays(3).plusMinutes(1));

        Answered expired = tells(body);

        assertThat(expired.status()).isEqualTo(401);
        assertThat(expired.code()).isEqualTo("SIGNATURE_EXPIRED");
    }

    @Test
    void whatWasNamedWhileSquareWasAwayIsFetchedWhenItIsBack() {
        SQUARE.completes(order, GINZA, now, List.of(goods(shirt, "1", 1, "JPY")));
        SQUARE.answersFirst(Answer.of(503));

        assertThat(tells(event("order.updated", "order_updated", order, "COMPLETED"))
                        .status())
                .isEqualTo(202);
        await().until(() -> state().lastError() != null);
        assertThat(state().waiting()).isEqualTo(1);
        clock.pass(Duration.ofMinutes(1));
        isAsked();

        assertThat(state().waiting()).isZero();
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
    }

    @Test
    void whatSquareDoesNotKnowAnyMoreDoesNotHoldUpTheRest() {
        SQUARE.completes(order, GINZA, now, List.of(goods(shirt, "1", 1, "JPY")));
        SQUARE.answersFirst(Answer.of(400), Answer.of(400)); // of both together, and of the first alone

        jdbc.sql("insert into pos.vendor_errand (source, subject, asked_at) values (?, 'GONE', now() - interval '1 h'),"
                        + " (?, ?, now())")
                .params(source, source, order)
                .update();
        isAsked();

        assertThat(state().waiting()).isZero();
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
    }

    @Test
    void ordersOfManyLocationsAreFoundPageByPage() {
        SQUARE.ordersAPage = 2;
        IntStream.range(0, 23).forEach(i -> {
            String location = "L" + story + "N" + (100 + i);
            stores.open(location);
            SQUARE.completes(order + "a" + i, location, now.minusSeconds(i), List.of(goods(shirt, "1", 1, "JPY")));
            SQUARE.completes(order + "b" + i, location, now.minusSeconds(i), List.of(goods(shirt, "1", 1, "JPY")));
        });
        SQUARE.breaksOnceAfter(8);

        isAsked();
        clock.pass(Duration.ofMinutes(6));
        isAsked();
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(46)));
        assertThat(state().lastError()).isNull();
    }

    @Test
    void aNameThatSquareHasCutOffInTheMiddleOfALetterHoldsUpNothing() {
        SQUARE.completes(order, GINZA, now, List.of(goods(shirt, "1", 1, "JPY")))
                .put("ticket_name", "Hana \ud83c");
        SQUARE.completes(order + "B", GINZA, now, List.of(goods("\ud83c", "1", 1, "JPY")));

        isAsked();

        assertThat(state().lastError()).isNull();
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
    }

    @Test
    void nothingAboutPeopleIsKept() {
        SQUARE.completes(order, GINZA, now, List.of(goods(shirt, "1", 1, "JPY")));

        isAsked();

        assertThat(kept()).contains(shirt).doesNotContainIgnoringCase("private").doesNotContain("1111");
    }

    @Test
    void theVendorsOwnExamplesOfSignaturesAreJudgedAsItSays() throws IOException {
        Path there = sharedFolder().resolve("data/webhook-signature-vectors.json");
        Assumptions.assumeTrue(Files.isRegularFile(there), "not here, so not tried: " + there);
        JsonNode told = JsonMapper.shared().readTree(Files.readAllBytes(there));

        assertThat(told.path("vectors").size()).isPositive();
        for (JsonNode vector : told.path("vectors")) {
            boolean believed = true;
            try {
                Signatures.demand(
                        List.of(vector.path("key").asString("")),
                        "HmacSHA256",
                        vector.path("signature").asString(""),
                        vector.path("url").asString("").getBytes(StandardCharsets.UTF_8),
                        vector.path("body").asString("").getBytes(StandardCharsets.UTF_8));
            } catch (Refusal refusal) {
                believed = false;
            }
            assertThat(believed)
                    .as(vector.toString())
                    .isEqualTo(vector.path("valid").asBoolean());
        }
    }

    /** {@code -Dnoren.shared}, or the folder beside the repository. */
    private static Path sharedFolder() {
        String set = System.getProperty("noren.shared");
        if (set != null) {
            return Path.of(set);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve("pos-adapter"))) {
            folder = folder.getParent();
        }
        return folder.resolveSibling("shared");
    }

    private SaleRecorded saleOf(String variation) {
        return announced.sales(source).stream()
                .filter(sale -> sale.lines().get(0).codes().get(0).value().equals(variation))
                .findFirst()
                .orElseThrow();
    }

    private String event(String type, String about, String id, String state) {
        return """
                {"merchant_id":"M1","type":"%s","event_id":"%s","created_at":"%s",
                 "data":{"type":"order","id":"%s","object":{"%s":{"order_id":"%s","state":"%s","buyer_email_address":"x"}}}}
                """.formatted(
                        type,
                        UUID.nameUUIDFromBytes((type + story + id.replace("X", "")).getBytes(StandardCharsets.UTF_8)),
                        now,
                        id,
                        about,
                        id,
                        state);
    }

    private Answered tells(String body) {
        return hears(body, signed(SECRET, body));
    }

    private static Map<String, String> signed(String secret, String body) {
        return Map.of("x-square-hmacsha256-signature", LocalVendor.signature("HmacSHA256", secret, URL + body));
    }
}
