package io.noren.integration.webshop.shopify;

import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.LocalShop;
import io.noren.integration.webshop.ShopStory;
import io.noren.integration.webshop.Webshop;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The common story, told with Shopify. */
class ShopifyStoryTest extends ShopStory<ShopifyOrder> {
    private static final long PLACE = 11;

    private final LocalShopify shopify = new LocalShopify(Instant.now());

    @Override
    protected LocalShop local() {
        return shopify;
    }

    @Override
    protected Instant now() {
        return shopify.time.instant();
    }

    @Override
    protected String system() {
        return "shopify";
    }

    @Override
    protected Webshop.Mode mode() {
        return Webshop.Mode.LOCATION;
    }

    @Override
    protected Map<String, String> places() {
        return Map.of(store, Long.toString(PLACE));
    }

    @Override
    protected Map<String, String> credentials() {
        return Map.of(ShopifySystem.TOKEN, LocalShopify.TOKEN, HookSecrets.SECRET, shopify.secret());
    }

    @Override
    protected Duration ordersEvery() {
        return Duration.ofHours(1);
    }

    @Override
    protected void lists(String sku) {
        shopify.store.stocks(sku, PLACE, 0);
    }

    @Override
    protected int offered(String sku) {
        return shopify.store.available(sku, PLACE);
    }

    @Override
    protected int written() {
        return shopify.store.changes();
    }

    @Override
    protected void somebodySets(String sku, int number) {
        shopify.store.somebodySets(sku, PLACE, number);
    }

    @Override
    protected void minds(String sku) {
        shopify.store.loses(sku);
    }

    @Override
    protected void sendsAway() {
        shopify.hasPoints(0);
    }

    @Override
    protected void letsIn() {
        shopify.time.passes(Duration.ofSeconds(20));
    }

    @Override
    protected ShopifyOrder sells(String sku, int quantity) {
        shopify.time.passes(Duration.ofSeconds(10));
        return shopify.store.sells(PLACE, Map.of(sku, quantity));
    }

    @Override
    protected void cancels(ShopifyOrder order) {
        shopify.time.passes(Duration.ofSeconds(10));
        shopify.store.cancels(order);
    }

    @Override
    protected void sends(ShopifyOrder order) {
        shopify.time.passes(Duration.ofSeconds(10));
        shopify.store.fulfils(order);
    }

    @Override
    protected int tells(ShopifyOrder order, URI hooks, boolean rightlySigned) {
        LocalShopify.Hook hook = shopify.hook("orders/updated", order);
        if (!rightlySigned) {
            Map<String, String> forged = new HashMap<>(hook.headers());
            forged.put("X-Shopify-Hmac-Sha256", LocalShop.signature("guessed", hook.body()));
            hook = new LocalShopify.Hook(hook.topic(), hook.body(), forged);
        }
        return shopify.delivers(hook, hooks).statusCode();
    }
}
