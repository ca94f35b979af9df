package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A store's readers tell in EPCIS what came, left, was sold and was counted; its stock is right, whatever the order. */
class EventsOfGoodsTest extends Story {
    /** As {@link io.noren.testing.TestServers} has it. */
    private static final String SOURCE = "rfid";

    private static final Instant NINE = Instant.now().minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);

    @Autowired
    private Locations locations;

    @Test
    void whatCameLeftWasSoldAndWasCountedIsInStockOnce() {
        String gtin = anyGtin13();
        putItem(named("SHIRT"), "EACH", gtin, List.of());
        String gln = anyGtin13(); // of the same form
        Store ginza = opened("ginza", gln);
        List<String> day = List.of(
                event("receiving", gln, gtin, 20, 0),
                event("retail_selling", gln, gtin, 3, 10),
                event("cycle_counting", gln, gtin, 15, 20),
                event("shipping", gln, gtin, 4, 30));

        day.forEach(this::tell);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(named("SHIRT"))).as("15 counted - 4").isEqualByComparingTo("11");

        tell(list(day));
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(named("SHIRT"))).isEqualByComparingTo("11");
        assertThat(moved(named("SHIRT"), ginza)).containsExactlyInAnyOrder("RECEIVED 20", "SALE -3", "TRANSFER_OUT -4");
        assertThat(waiting(gln)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatWasToldInErrorIsTakenBackInAnyOrder(long seed) {
        String gtin = anyGtin13();
        putItem(named("SHIRT"), "EACH", gtin, List.of());
        String gln = anyGtin13();
        Store ginza = opened("ginza", gln);
        String received = event("receiving", gln, gtin, 200, 0);
        String counted = event("stock_taking", gln, gtin, 0, 20);
        List<String> told = new ArrayList<>(List.of(
                received,
                declared(received),
                event("receiving", gln, gtin, 20, 1),
                counted,
                declared(counted),
                event("retail_selling", gln, gtin, 2, 10),
                received));
        Collections.shuffle(told, new Random(seed));

        told.forEach(each -> {
            tell(each);
            whenQueuesAreQuiet();
        });

        awaitOnHand(ginza, named("SHIRT"), "18");
        assertThat(waiting(gln)).isEmpty();
    }

    @Test
    void whatNobodyKnowsYetWaitsAloneAndIsBookedByItself() {
        String known = anyGtin13();
        putItem(named("SHIRT"), "EACH", known, List.of());
        String unknown = anyGtin13();
        String gln = anyGtin13();

        tell(event("receiving", gln, known, 5, 0));
        assertThat(waiting(gln))
                .singleElement()
                .satisfies(parked -> assertThat(parked.path("code").asString()).isEqualTo("UNKNOWN_LOCATION"));
        Store ginza = opened("ginza", gln);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(named("SHIRT"))).isEqualByComparingTo("5");

        tell(event("receiving", gln, unknown, 7, 5));
        tell(event("cycle_counting", gln, unknown, 6, 6));
        whenQueuesAreQuiet();
        assertThat(waiting(ginza.id))
                .extracting(parked -> parked.path("code").asString())
                .containsExactly("UNKNOWN_ITEM", "UNKNOWN_ITEM");
        putItem(named("TEA"), "EACH", unknown, List.of());
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(named("TEA"))).isEqualByComparingTo("6");
        assertThat(waiting(ginza.id)).isEmpty();
        assertThat(waiting(gln)).isEmpty();
    }

    @Test
    void goodsOfAPurchaseReceiptThatIsKnownHereAreNotBookedTwice() {
        String gtin = anyGtin13();
        putItem(named("SHIRT"), "EACH", gtin, List.of());
        String gln = anyGtin13();
        Store ginza = opened("ginza", gln);
        assertThat(hub.post(
                                "/api/v1/purchase-receipts",
                                "{\"reference\":\"%s\",\"supplier\":\"mill\",\"to\":\"%s\",\"lines\":[{\"line\":\"1\",\"sku\":\"%s\",\"quantity\":5}]}"
                                        .formatted(named("PO"), ginza.id, named("SHIRT")))
                        .status())
                .isEqualTo(201);

        tell(event("receiving", gln, gtin, 5, 0)
                .replace(
                        "\"action\"",
                        "\"bizTransactionList\": [{\"type\": \"po\", \"bizTransaction\": \"urn:epcglobal:cbv:bt:%s:%s\"}], \"action\""
                                .formatted(gln, named("PO"))));
        whenQueuesAreQuiet();

        assertThat(ginza.onHand(named("SHIRT"))).isEqualByComparingTo("0");
        assertThat(waiting(ginza.id)).singleElement().satisfies(parked -> {
            assertThat(parked.path("code").asString()).isEqualTo("SHIPMENT_KNOWN");
            assertThat(parked.path("reason").asString()).contains(named("PO"));
        });
    }

    @Test
    void whatIsNoEpcisIsRefusedByName() {
        assertThat(hub.post("/api/v1/pos/" + SOURCE + "/documents", "{\"receipts\": []}")
                        .code())
                .isEqualTo("NOT_EPCIS");
        assertThat(hub.postXml("/api/v1/pos/" + SOURCE + "/documents", "<POSLog/>")
                        .code())
                .isEqualTo("UNSUPPORTED_DOCUMENT_TYPE");
    }

    private Store opened(String name, String gln) {
        locations.put(new Location(
                named(name), gln, name, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        return storeCalled(named(name));
    }

    private void tell(String document) {
        assertThat(hub.post("/api/v1/pos/" + SOURCE + "/documents", document).status())
                .isEqualTo(202);
    }

    /** What takes back looks once a second. */
    private void awaitOnHand(Store store, String sku, String quantity) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(store.onHand(sku)).isEqualByComparingTo(quantity));
        whenQueuesAreQuiet();
        assertThat(store.onHand(sku)).isEqualByComparingTo(quantity);
    }

    private List<JsonNode> waiting(String place) {
        return allParked().stream()
                .filter(parked -> parked.path("subject").asString().contains("/" + place + "/"))
                .toList();
    }

    /** What really moved: which rows the count takes depends on what came first. */
    private List<String> moved(String sku, Store store) {
        return jdbc.sql("select reason, delta from inventory.stock_movement"
                        + " where sku = ? and location = ? and count_id is null")
                .params(sku, store.id)
                .query((row, n) -> row.getString("reason") + " "
                        + new BigDecimal(row.getString("delta"))
                                .stripTrailingZeros()
                                .toPlainString())
                .list();
    }

    private String event(String step, String gln, String gtin, int quantity, int minute) {
        return """
                {"type": "ObjectEvent", "eventID": "urn:x:%s:%s:%d", "eventTime": "%s", "eventTimeZoneOffset": "+09:00",
                 "action": "OBSERVE", "bizStep": "%s",
                 "%s": {"id": "https://id.gs1.org/414/%s"},
                 "quantityList": [{"epcClass": "https://id.gs1.org/01/0%s", "quantity": %d}]}""".formatted(
                        gln,
                        step,
                        minute,
                        NINE.plus(minute, ChronoUnit.MINUTES),
                        step,
                        step.equals("shipping") ? "readPoint" : "bizLocation",
                        gln,
                        gtin,
                        quantity);
    }

    private static String declared(String event) {
        return event.replace(
                "\"action\"", "\"errorDeclaration\": {\"declarationTime\": \"%s\"}, \"action\"".formatted(NINE));
    }

    private static String list(List<String> events) {
        return "{\"type\": \"EPCISDocument\", \"epcisBody\": {\"eventList\": [" + String.join(",", events) + "]}}";
    }
}
