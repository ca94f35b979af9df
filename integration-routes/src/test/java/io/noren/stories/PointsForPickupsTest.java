package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.loyalty.PointsAudit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Hanako orders two cups online for 1,980 yen each and fetches them: they earn 39 points, whoever tells it how often. */
class PointsForPickupsTest extends Story {
    private static final int POINTS = 39;

    @Autowired
    PointsAudit audit;

    private final String card = Long.toString(4_900_000_000L + UUID.randomUUID().hashCode());

    @Test
    void whatIsHandedOverAtTheDeskIsThePurchaseOfTheMemberWhoOrderedIt() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        String hanako = registered();
        Answer placed = order(ginza, cup, hanako);
        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).as("nothing before it is fetched").isZero();

        handOver(placed);

        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).isEqualTo(POINTS);
        assertThat(timeline(hanako)).containsExactly("SALE WEB 3960");
        assertThat(parked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"order, till", "till, order", "order, desk, till", "order, till, till again"})
    void rungUpAtATillWithHerCardItEarnsOnceInWhateverOrderItBecomesKnown(String events) {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        String hanako = registered();
        Answer placed = null;
        for (String event : events.split(", ", -1)) {
            switch (event) {
                case "order" -> placed = order(ginza, cup, hanako);
                case "desk" -> handOver(placed);
                default -> ringUp(ginza, cup, true);
            }
            if (!event.equals("desk")) {
                whenQueuesAreQuiet();
            }
        }

        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).as(events).isEqualTo(POINTS);
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("3");
        assertThat(parked()).isEmpty();
        assertThat(audit.differences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"order, till", "till, order", "order, desk, till"})
    void rungUpWithoutACardItIsStillHerPurchase(String events) {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        String hanako = registered();
        Answer placed = null;
        for (String event : events.split(", ", -1)) {
            switch (event) {
                case "order" -> placed = order(ginza, cup, hanako);
                case "desk" -> handOver(placed);
                default -> ringUp(ginza, cup, false);
            }
            whenQueuesAreQuiet();
        }

        assertThat(spendable(hanako)).as(events).isEqualTo(POINTS);
        assertThat(timeline(hanako)).containsExactly("SALE WEB 3960");
        assertThat(parked()).isEmpty();
    }

    @Test
    void whatSheBringsBackTakesItsPointsWithItOnceAndTheRestStays() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        String hanako = registered();
        Answer placed = order(ginza, cup, hanako);
        handOver(placed);

        bringsBack(placed, "R-1", 1, "");
        bringsBack(placed, "R-1", 1, "");

        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).as("one cup of 1,980 yen is left").isEqualTo(19);
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("4");
        bringsBack(placed, "R-2", 1, "");
        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).isZero();
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("5");
        assertThat(timeline(hanako)).contains("RETURN WEB 1980");
        assertThat(parked()).isEmpty();
        assertThat(audit.differences()).isEmpty();
    }

    @Test
    void whatATillSoldToHerCardAndTheDeskTakesBackTakesTheTillsPoints() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        String hanako = registered();
        Answer placed = order(ginza, cup, hanako);
        ringUp(ginza, cup, true);
        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).isEqualTo(POINTS);

        bringsBack(placed, "R-1", 2, "");

        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).isZero();
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("5");
        assertThat(parked()).isEmpty();
        assertThat(audit.differences()).isEmpty();
    }

    @Test
    void whatATillTakesBackIsNotTakenBackByTheDeskToo() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        String hanako = registered();
        Answer placed = order(ginza, cup, hanako);
        handOver(placed);

        bringsBack(placed, "R-1", 1, "\"tillTransaction\":\"ncr/ginza/2026-11-24/1/7\",");

        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).as("the till's return takes them").isEqualTo(POINTS);
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("3");
        assertThat(parked()).isEmpty();
    }

    private void bringsBack(Answer placed, String key, int quantity, String more) {
        Answer taken =
                hub.post("/api/v1/pickup-orders/" + placed.json().path("id").asString() + "/returns", """
                {"key":"%s",%s"lines":[{"line":"1","quantity":%d,"condition":"RESELLABLE"}]}
                """.formatted(
                                key, more, quantity));
        assertThat(taken.status()).as(taken.toString()).isEqualTo(200);
    }

    @Test
    void aGuestsOrderIsNobodysPurchase() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);

        handOver(order(ginza, cup, null));

        whenQueuesAreQuiet();
        assertThat(parked()).isEmpty();
    }

    @Test
    void anOrderOfAMemberNobodyKnowsWaitsForAPersonAndIsCollectedAllTheSame() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        long before = withoutMember();

        handOver(order(ginza, cup, UUID.randomUUID().toString()));

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("3");
        assertThat(withoutMember()).isEqualTo(before + 1);
    }

    private long withoutMember() {
        return allParked().stream()
                .filter(each -> each.path("code").asString().equals("UNKNOWN_MEMBER"))
                .count();
    }

    private Answer order(Store store, String sku, String member) {
        Answer placed = hub.post("/api/v1/pickup-orders", """
                {"order":"%s","location":"%s","channel":"web","contact":{"name":"山田 花子","phone":"+81 90-0000-0000"},%s
                 "lines":[{"line":"1","sku":"%s","quantity":2,"unitPrice":{"amount":"1980","currency":"JPY"}}]}
                """.formatted(
                        named("WEB"), store.id, member == null ? "" : "\"member\":\"" + member + "\",", sku));
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        return placed;
    }

    private void handOver(Answer placed) {
        String order = "/api/v1/pickup-orders/" + placed.json().path("id").asString();
        for (String step : List.of("accept", "start-picking", "ready")) {
            assertThat(hub.post(order + "/" + step, "{}").status()).as(step).isBetween(200, 204);
        }
        String code = placed.json().path("handoverCode").asString();
        assertThat(hub.post(order + "/handover", "{\"code\":\"" + code + "\"}").status())
                .isEqualTo(200);
    }

    private void ringUp(Store store, String sku, boolean withCard) {
        Receipt receipt = sale(1).of("2", sku, "3960");
        if (withCard) {
            receipt = receipt.withCard(card);
        }
        store.till(1).reports(receipt.with("<CustomerOrderNumber>" + named("WEB") + "</CustomerOrderNumber>"));
    }

    private List<String> timeline(String member) {
        return hub.get("/api/v1/members/" + member + "/timeline")
                .json()
                .path("purchases")
                .valueStream()
                .map(each -> each.path("kind").asString() + " "
                        + each.path("channel").asString() + " "
                        + each.at("/total/amount").asString())
                .toList();
    }

    private String registered() {
        Answer made = hub.post("/api/v1/members", """
                {"familyName": "山田", "givenName": "花子", "familyKana": "ヤマダ", "givenKana": "ハナコ", "locale": "ja",
                 "identifiers": [{"type": "CARD", "value": "%s", "provenBy": "SIGHTED"}]}
                """.formatted(card));
        assertThat(made.status()).isEqualTo(201);
        return made.json().path("id").asString();
    }

    private long spendable(String member) {
        return hub.get("/api/v1/members/" + member + "/points")
                .json()
                .path("spendable")
                .asLong();
    }
}
