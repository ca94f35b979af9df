package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

class WhatAnOperatorSeesTest extends Story {

    @Test
    void theWayFromTillToShopAndWhatWaitsAreMeasured() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Subscribed web = webShop();

        ginza.till(1).reports(sale(1).of(1, shirt).of(1, named("UNKNOWN")));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(web.shop.available(shirt, ginza.id)).isEqualByComparingTo("4"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> metrics =
                    hub.get("/actuator/prometheus").raw().body().lines().toList();
            assertThat(metrics).anyMatch(line -> line.startsWith("noren_till_to_shop_seconds_bucket{"));
            assertThat(value(metrics, "noren_till_to_shop_seconds_count")).isPositive();
            for (String flow : List.of("sale-to-stock", "stock-to-webshop", "till-document-again")) {
                assertThat(metrics)
                        .anyMatch(line -> line.startsWith("noren_queue_depth{") && line.contains('"' + flow + '"'));
            }
            assertThat(value(metrics, "noren_parked")).isPositive();
            assertThat(value(metrics, "noren_parkings_total")).isPositive();
            assertThat(value(metrics, "noren_outbox_age_seconds")).isGreaterThanOrEqualTo(0);
            assertThat(metrics).anyMatch(line -> line.startsWith("noren_feed_age_seconds{") && line.contains(ginza.id));
        });
        hub.post("/api/v1/parked/" + theParked().path("id").asString() + "/discard");
    }

    private static double value(List<String> metrics, String name) {
        return metrics.stream()
                .filter(line -> line.matches(name + "(\\{.*)? [0-9.E+-]+"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
