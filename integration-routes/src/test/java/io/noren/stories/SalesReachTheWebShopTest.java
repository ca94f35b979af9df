package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SalesReachTheWebShopTest extends Story {

    @Test
    void aSaleLowersTheStoresStockAndTheWebShopIsToldSignedWithTheRightLevel() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Subscribed web = webShop();

        Answer receipt = ginza.till(1).reports(sale(42).of(1, shirt));

        assertThat(receipt.status()).isEqualTo(202);
        assertThat(receipt.json().path("recorded").asInt()).isEqualTo(1);
        await().untilAsserted(
                        () -> assertThat(web.shop.available(shirt, ginza.id)).isEqualByComparingTo("4"));
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parked()).isEmpty();
        assertThat(web.shop.forged()).isEmpty();
        JsonNode event = web.shop.about(shirt, ginza.id).get(0).event();
        assertThat(event.path("specversion").asString()).isEqualTo("1.0");
        assertThat(event.path("type").asString()).isEqualTo("io.noren.stock.changed");
        assertThat(web.shop.about(shirt, ginza.id).stream()
                        .map(told -> told.event().path("correlation").asString(""))
                        .toList())
                .as("the thread from the till's document to the web shop")
                .contains(receipt.json().path("document").asString());
    }

    @Test
    void aSaleReportedTwiceLowersStockOnce() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);

        ginza.till(1).reports(sale(42).of(1, shirt));
        Answer again = ginza.till(1).reports(sale(42).of(1, shirt)); // the till repeats after a lost answer

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().path("duplicates").asInt()).isEqualTo(1);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parked()).isEmpty();
    }

    @Test
    void aSaleReportedByEightThreadsAtOnceLowersStockOnce() throws Exception {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);

        List<Answer> answers = allAtOnce(8, () -> ginza.till(1).reports(sale(42).of(1, shirt)));

        assertThat(answers).extracting(Answer::status).containsOnly(202);
        assertThat(answers.stream()
                        .mapToInt(each -> each.json().path("recorded").asInt())
                        .sum())
                .isEqualTo(1);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parked()).isEmpty();
    }

    @Test
    void theSameSaleInAnotherLayoutLowersStockOnce() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        String document = ginza.till(1).document(sale(42).of(1, shirt));

        report(document);
        Answer again = report(document.replaceAll(">\\s+<", "><"));

        assertThat(again.json().path("duplicates").asInt()).isEqualTo(1);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parked()).isEmpty();
    }

    @Test
    void theSameKeyWithOtherContentWaitsForAPersonUntilItIsDiscarded() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        ginza.till(1).reports(sale(42).of(1, shirt));

        Answer other = ginza.till(1).reports(sale(42).of(3, shirt));

        assertThat(other.json().path("parked").get(0).path("code").asString()).isEqualTo("TRANSACTION_CONFLICT");
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).as("the first one stands").isEqualByComparingTo("4");
        JsonNode entry = theParked();
        assertThat(entry.path("code").asString()).isEqualTo("TRANSACTION_CONFLICT");
        assertThat(entry.path("attempts").asInt()).isEqualTo(1);
        assertThat(entry.path("place").asInt()).isPositive();

        String id = entry.path("id").asString();
        assertThat(hub.post("/api/v1/parked/" + id + "/retry").status()).isEqualTo(202);
        whenQueuesAreQuiet();
        assertThat(theParked().path("id").asString()).as("still the same entry").isEqualTo(id);
        assertThat(theParked().path("attempts").asInt()).isEqualTo(2);
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");

        assertThat(hub.post("/api/v1/parked/" + id + "/discard", "{\"reason\":\"checked with the store\"}")
                        .status())
                .isEqualTo(204);
        assertThat(parked()).isEmpty();
        assertThat(hub.post("/api/v1/parked/" + id + "/retry").code()).isEqualTo("NOT_PARKED");
        ginza.till(1).reports(sale(42).of(3, shirt));
        whenQueuesAreQuiet();
        assertThat(parked()).as("discarded is discarded").isEmpty();
    }

    @Test
    void aReturnRaisesStockAndAnExchangeDoesBoth() {
        String shirt = item("SHIRT");
        String scarf = item("SCARF");
        Store ginza = store("ginza").has(5, shirt).has(5, scarf);

        ginza.till(1).reports(sale(42).back(1, shirt, "100").of(2, scarf));

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo(BigDecimal.valueOf(6));
        assertThat(ginza.onHand(scarf)).isEqualByComparingTo(BigDecimal.valueOf(3));
        assertThat(parked()).isEmpty();
    }

    @Test
    void twoHundredSalesByTwoTillsAddUpAndTheShopEndsWithTheLastLevel() throws Exception {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(1_000, shirt);
        Subscribed web = webShop();

        for (int till = 1; till <= 2; till++) {
            Receipt[] day = new Receipt[100];
            for (int n = 0; n < day.length; n++) {
                day[n] = sale(n + 1).of(1, shirt);
            }
            ginza.till(till).reports(day);
        }

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(web.shop.available(shirt, ginza.id)).isEqualByComparingTo("800"));
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("800");
        assertThat(parked()).isEmpty();
    }
}
