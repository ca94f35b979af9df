package io.noren.integration.webshop.magento;

import io.noren.integration.webshop.LocalShop;
import io.noren.integration.webshop.ShopStory;
import io.noren.integration.webshop.Webshop;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The common story, told with Magento, which is asked for orders and tells nothing. */
class MagentoStoryTest extends ShopStory<MagentoStore.Order> {
    private static final String SOURCE = "default";

    private final LocalMagento magento = new LocalMagento(Instant.now());

    @Override
    protected LocalShop local() {
        return magento;
    }

    @Override
    protected Instant now() {
        return magento.time.instant();
    }

    @Override
    protected String system() {
        return "magento";
    }

    @Override
    protected Webshop.Mode mode() {
        return Webshop.Mode.CHANNEL;
    }

    @Override
    protected Map<String, String> places() {
        return Map.of(Webshop.ALL_LOCATIONS, SOURCE);
    }

    @Override
    protected Map<String, String> credentials() {
        return Map.of(MagentoSystem.TOKEN, LocalMagento.TOKEN);
    }

    @Override
    protected Duration ordersEvery() {
        return Duration.ofMillis(200);
    }

    @Override
    protected void lists(String sku) {
        magento.store.has(sku, SOURCE, 0);
    }

    @Override
    protected int offered(String sku) {
        return magento.store.salable(sku).intValueExact();
    }

    @Override
    protected int written() {
        return magento.store.changes();
    }

    @Override
    protected void somebodySets(String sku, int number) {
        magento.store.somebodySets(sku, SOURCE, number);
    }

    @Override
    protected void minds(String sku) {
        magento.store.refuses(sku);
    }

    @Override
    protected void sendsAway() {
        magento.answersFirst(new LocalShop.Answer(429, Map.of("message", "slow down"), Map.of("Retry-After", "3")));
    }

    @Override
    protected void letsIn() {
        // it does so by itself, after one refusal
    }

    @Override
    protected MagentoStore.Order sells(String sku, int quantity) {
        magento.time.passes(Duration.ofSeconds(10));
        return magento.store.sells(Map.of(sku, quantity));
    }

    @Override
    protected void cancels(MagentoStore.Order order) {
        magento.time.passes(Duration.ofSeconds(10));
        magento.store.cancels(order);
    }

    @Override
    protected void sends(MagentoStore.Order order) {
        magento.time.passes(Duration.ofSeconds(10));
        magento.store.ships(order, SOURCE);
    }

    @Override
    protected int tells(MagentoStore.Order order, URI hooks, boolean rightlySigned) {
        return 200;
    }
}
