package io.noren.integration.webshop.woocommerce;

import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.LocalShop;
import io.noren.integration.webshop.ShopStory;
import io.noren.integration.webshop.Webshop;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The common story, told with WooCommerce. */
class WooStoryTest extends ShopStory<WooOrder> {
    private final LocalWooCommerce woo = new LocalWooCommerce(Instant.now());

    @Override
    protected LocalShop local() {
        return woo;
    }

    @Override
    protected Instant now() {
        return woo.time.instant();
    }

    @Override
    protected String system() {
        return "woocommerce";
    }

    @Override
    protected Webshop.Mode mode() {
        return Webshop.Mode.CHANNEL;
    }

    @Override
    protected Map<String, String> places() {
        return Map.of();
    }

    @Override
    protected Map<String, String> credentials() {
        return Map.of(
                WooSystem.KEY,
                LocalWooCommerce.KEY,
                WooSystem.SECRET,
                LocalWooCommerce.SECRET,
                HookSecrets.SECRET,
                "woo-hook-secret");
    }

    @Override
    protected Duration ordersEvery() {
        return Duration.ofHours(1);
    }

    @Override
    protected void lists(String sku) {
        woo.store.has(sku, 0);
    }

    @Override
    protected int offered(String sku) {
        return woo.store.sellable(sku);
    }

    @Override
    protected int written() {
        return woo.store.changes();
    }

    @Override
    protected void somebodySets(String sku, int number) {
        woo.store.somebodySets(sku, number);
    }

    @Override
    protected void minds(String sku) {
        woo.store.loses(sku);
    }

    @Override
    protected void sendsAway() {
        woo.answersFirst(new LocalShop.Answer(429, Map.of("message", "slow down"), Map.of("Retry-After", "3")));
    }

    @Override
    protected void letsIn() {
        // it does so by itself, after one refusal
    }

    @Override
    protected WooOrder sells(String sku, int quantity) {
        woo.time.passes(Duration.ofSeconds(10));
        return woo.store.sells("processing", Map.of(sku, quantity));
    }

    @Override
    protected void cancels(WooOrder order) {
        woo.time.passes(Duration.ofSeconds(10));
        woo.store.becomes(order, "cancelled");
    }

    @Override
    protected void sends(WooOrder order) {
        woo.time.passes(Duration.ofSeconds(10));
        woo.store.becomes(order, "completed");
    }

    @Override
    protected int tells(WooOrder order, URI hooks, boolean rightlySigned) {
        LocalWooCommerce.Hook hook = woo.hook("order.updated", order);
        if (!rightlySigned) {
            Map<String, String> forged = new HashMap<>(hook.headers());
            forged.put("X-WC-Webhook-Signature", LocalShop.signature("guessed", hook.body()));
            hook = new LocalWooCommerce.Hook(hook.body(), forged);
        }
        return woo.delivers(hook, hooks).statusCode();
    }
}
