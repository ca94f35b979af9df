package io.noren.integration.webshop.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.noren.integration.webshop.ShopClient;
import io.noren.integration.webshop.ShopClient.Answered;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The local WooCommerce has WooCommerce's own limits and habits. */
class LocalWooCommerceTest {
    private static final String BASE = "/wp-json/wc/v3";

    private final LocalWooCommerce woo = new LocalWooCommerce();
    private final ShopClient client =
            new ShopClient(woo.address()).with("Authorization", basic(LocalWooCommerce.KEY, LocalWooCommerce.SECRET));

    private static String basic(String key, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((key + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        woo.close();
    }

    @Test
    void anotherKeyIsRefused() {
        Answered answer = new ShopClient(woo.address())
                .with("Authorization", basic("ck_guessed", "cs"))
                .get(BASE + "/products");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("code").asString()).isEqualTo("woocommerce_rest_cannot_view");
    }

    @Test
    void oneBadItemIsToldInsideTheAnswerAndTheOthersAreDone() {
        long cup = woo.store.has("CUP", 5);

        Answered answer =
                client.post(BASE + "/products/batch", Map.of("update", List.of(stock(cup, 7), stock(999, 1))));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(woo.store.stock("CUP")).isEqualTo(7);
        JsonNode error = answer.json().at("/update/1/error");
        assertThat(error.path("code").asString()).isEqualTo("woocommerce_rest_product_invalid_id");
    }

    @Test
    void aVariationIsChangedOnItsParentsPathAlone() {
        long red = woo.store.hasVariation("SHIRT-RED", 5);
        long shirt = client.get(BASE + "/products?sku=SHIRT-RED")
                .json()
                .at("/0/parent_id")
                .asLong();

        Answered wrong = client.post(BASE + "/products/batch", Map.of("update", List.of(stock(red, 7))));
        assertThat(wrong.json().at("/update/0/error/code").asString()).isEqualTo("woocommerce_rest_invalid_product_id");
        assertThat(woo.store.stock("SHIRT-RED")).isEqualTo(5);

        client.post(BASE + "/products/" + shirt + "/variations/batch", Map.of("update", List.of(stock(red, 7))));
        assertThat(woo.store.stock("SHIRT-RED")).isEqualTo(7);
    }

    @Test
    void moreThanAHundredAtOnceAreRefusedAndAPageHoldsAHundred() {
        List<Map<String, Object>> many = new ArrayList<>();
        for (int n = 0; n < 101; n++) {
            many.add(stock(n, 1));
        }

        Answered answer = client.post(BASE + "/products/batch", Map.of("update", many));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("code").asString()).isEqualTo("woocommerce_rest_request_entity_too_large");
        assertThat(client.get(BASE + "/products?per_page=101").status()).isEqualTo(400);
    }

    @Test
    void pagesSayHowManyThereAre() {
        for (int n = 0; n < 3; n++) {
            woo.store.has("ITEM" + n, 1);
        }

        Answered answer = client.get(BASE + "/products?per_page=2&page=2");

        assertThat(answer.json().size()).isEqualTo(1);
        assertThat(answer.headers()).containsEntry("x-wp-total", "3").containsEntry("x-wp-totalpages", "2");
    }

    @Test
    void stockIsTakenByAnOrderThatIsPaidOrAwaitedAndPutBackByACancelledOne() {
        woo.store.has("CUP", 5);

        WooOrder order = woo.store.sells("pending", Map.of("CUP", 2));
        assertThat(woo.store.stock("CUP")).isEqualTo(5);
        assertThat(woo.store.sellable("CUP")).isEqualTo(3);
        woo.store.becomes(order, "processing");
        assertThat(woo.store.stock("CUP")).isEqualTo(3);
        assertThat(woo.store.sellable("CUP")).isEqualTo(3);
        woo.store.becomes(order, "cancelled");
        assertThat(woo.store.stock("CUP")).isEqualTo(5);
    }

    @Test
    void timesAreTheSitesUnlessTheyAreSaidToBeGmt() {
        woo.store.has("CUP", 5);
        woo.store.sells("processing", Map.of("CUP", 1));

        String later = BASE + "/orders?modified_after=2026-11-24T05:00:00";

        assertThat(client.get(later).json().size()).isEqualTo(1);
        assertThat(client.get(later + "&dates_are_gmt=true").json().size()).isZero();
    }

    @Test
    void twoDeliveriesOfOneSecondHaveTheSameId() {
        woo.store.has("CUP", 5);
        LocalWooCommerce.Hook one = woo.hook("order.created", woo.store.sells("processing", Map.of("CUP", 1)));
        LocalWooCommerce.Hook two = woo.hook("order.created", woo.store.sells("processing", Map.of("CUP", 1)));
        woo.time.passes(Duration.ofSeconds(1));
        LocalWooCommerce.Hook later = woo.hook("order.created", woo.store.sells("processing", Map.of("CUP", 1)));

        assertThat(one.headers().get("X-WC-Webhook-Delivery-ID"))
                .isEqualTo(two.headers().get("X-WC-Webhook-Delivery-ID"))
                .isNotEqualTo(later.headers().get("X-WC-Webhook-Delivery-ID"));
    }

    @Test
    void aTargetThatFailsAgainAndAgainIsGivenUp() throws Exception {
        woo.store.has("CUP", 5);
        LocalWooCommerce.Hook hook = woo.hook("order.created", woo.store.sells("processing", Map.of("CUP", 1)));
        HttpServer broken = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broken.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(500, -1);
            }
        });
        broken.start();
        URI target = URI.create("http://localhost:" + broken.getAddress().getPort() + "/hook");

        for (int n = 1; n <= 6; n++) {
            woo.delivers(hook, target);
        }
        assertThat(woo.hooksAreOff()).isFalse();
        woo.delivers(hook, target);

        assertThat(woo.hooksAreOff()).isTrue();
        broken.stop(0);
    }

    private static Map<String, Object> stock(long id, int quantity) {
        return Map.of("id", id, "manage_stock", true, "stock_quantity", quantity);
    }
}
