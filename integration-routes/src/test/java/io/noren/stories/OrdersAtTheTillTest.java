package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A customer pays at the till for what was ordered online: the shelf loses it once. */
class OrdersAtTheTillTest extends Story {

    @Test
    void anOrderThatTheTillRingsUpIsCollectedAndLowersStockOnce() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        Answer placed = hub.post("/api/v1/pickup-orders", order(ginza, cup));
        assertThat(placed.status()).isEqualTo(201);

        String receipt = Receipt.document(ginza.till(1)
                .write(sale(1).of(2, cup).with("<CustomerOrderNumber>" + named("WEB") + "</CustomerOrderNumber>")));
        report(receipt);
        report(receipt);

        whenQueuesAreQuiet();
        assertThat(hub.get("/api/v1/pickup-orders/" + placed.json().path("id").asString())
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("COLLECTED");
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("3");
        assertThat(hub.get("/api/v1/availability?channel=web&sku=" + cup)
                        .json()
                        .path("items")
                        .path(0)
                        .path("available")
                        .asInt())
                .as("nothing is kept for the order any more")
                .isEqualTo(3);
        assertThat(parked()).isEmpty();
    }

    @Test
    void anOrderThatIsHeardOfAfterItsSaleKeepsNothing() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        ginza.till(1)
                .reports(sale(1).of(2, cup).with("<CustomerOrderNumber>" + named("WEB") + "</CustomerOrderNumber>"));
        whenQueuesAreQuiet();

        Answer placed = hub.post("/api/v1/pickup-orders", order(ginza, cup));

        assertThat(placed.json().path("state").asString()).isEqualTo("COLLECTED");
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("3");
        assertThat(parked()).isEmpty();
    }

    private String order(Store store, String sku) {
        return """
                {"order":"%s","location":"%s","channel":"web","contact":{"name":"山田 花子","phone":"+81 90-0000-0000"},
                 "lines":[{"line":"1","sku":"%s","quantity":2}]}
                """.formatted(named("WEB"), store.id, sku);
    }
}
