package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unknown items and stores are parked alone, and come back by themselves when they are made known. */
class WhatNobodyKnowsYetTest extends Story {

    @Test
    void anUnknownItemParksOnlyItsLineAndItsAppearanceTakesItUp() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);

        Answer receipt = ginza.till(1).reports(sale(1).of(1, shirt).of(2, named("NEW")));

        assertThat(receipt.json().path("recorded").asInt()).isEqualTo(1);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(theParked().path("code").asString()).isEqualTo("UNKNOWN_ITEM");
        assertThat(theParked().path("reason").asString()).contains(named("NEW"));

        Answer made = hub.put(
                "/api/v1/items/" + named("NEW"),
                "{\"name\":{\"ja\":\"新\",\"en\":\"New\"},\"unit\":\"EACH\",\"stocked\":true}");

        assertThat(made.status()).isEqualTo(200);
        whenQueuesAreQuiet();
        assertThat(parked()).isEmpty();
        assertThat(ginza.onHand(named("NEW"))).isEqualByComparingTo("-2");
        assertThat(ginza.onHand(shirt)).as("not again").isEqualByComparingTo("4");
    }

    @Test
    void anUnknownBarcodeWaitsForTheItemThatBearsIt() {
        Store ginza = store("ginza");
        String gtin = anyGtin13();
        ginza.till(1).reports(sale(1).scanned(3, gtin));
        whenQueuesAreQuiet();
        assertThat(theParked().path("code").asString()).isEqualTo("UNKNOWN_ITEM");

        putItem(named("TEA"), "EACH", gtin, java.util.List.of());

        whenQueuesAreQuiet();
        assertThat(parked()).isEmpty();
        assertThat(ginza.onHand(named("TEA"))).isEqualByComparingTo("-3");
    }

    @Test
    void anUnknownBarcodeWaitsForTheItemWhoseSkuItIs() {
        Store ginza = store("ginza");
        String gtin = anyGtin13();
        ginza.till(1).reports(sale(1).scanned(3, gtin));
        whenQueuesAreQuiet();
        assertThat(parked()).hasSize(1);

        putItem(gtin, "EACH", null, java.util.List.of());

        whenQueuesAreQuiet();
        assertThat(parked()).isEmpty();
        assertThat(ginza.onHand(gtin)).isEqualByComparingTo("-3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kobe", "OSAKA.2"})
    void anUnknownStoreParksItsTransactionAndItsOpeningTakesItUp(String name) {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Store other = storeCalled(named(name));

        Answer receipt = report(Receipt.document(
                other.till(1).write(sale(1).of(1, shirt)), ginza.till(1).write(sale(1).of(1, shirt))));

        assertThat(receipt.json().path("recorded").asInt()).isEqualTo(1);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).as("its neighbour goes on").isEqualByComparingTo("4");
        assertThat(theParked().path("code").asString()).isEqualTo("UNKNOWN_LOCATION");
        assertThat(theParked().path("place").asInt()).isPositive();

        Answer made = hub.put(
                "/api/v1/locations/" + other.id,
                "{\"name\":\"New\",\"kind\":\"STORE\",\"zone\":\"Asia/Tokyo\",\"pickup\":{\"enabled\":true}}");

        assertThat(made.status()).isEqualTo(200);
        whenQueuesAreQuiet();
        assertThat(parked()).isEmpty();
        assertThat(other.onHand(shirt)).isEqualByComparingTo("-1");
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
    }

    @Test
    void whatWasDiscardedDoesNotComeBackWhenTheItemAppears() {
        Store ginza = store("ginza");
        ginza.till(1).reports(sale(1).of(2, named("NEW")));
        whenQueuesAreQuiet();
        hub.post("/api/v1/parked/" + theParked().path("id").asString() + "/discard");

        putItem(named("NEW"), "EACH", null, java.util.List.of());

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(named("NEW"))).isEqualByComparingTo("0");
        assertThat(parked()).isEmpty();
    }
}
