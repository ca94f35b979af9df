package io.noren.integration.webshop.woocommerce;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.ShopAccess;
import io.noren.integration.webshop.ShopLimits;
import io.noren.integration.webshop.ShopSystem;
import io.noren.integration.webshop.Webshop;
import io.noren.integration.webshop.WebshopRules;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * WooCommerce. It knows no locations. It has no limit of calls by itself, but runs on shared hosts that have, so it is
 * asked no faster than a few times a second unless the shop's settings say otherwise.
 */
@Component
class WooSystem implements ShopSystem {
    static final String KEY = "consumerKey";
    static final String SECRET = "consumerSecret";

    /** Objects in one batch. */
    private static final int MOST_OBJECTS = 100;

    private static final int REQUESTS_A_SECOND = 5;

    private final Clock clock;

    WooSystem(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "woocommerce";
    }

    @Override
    public ShopLimits limits() {
        return new ShopLimits(MOST_OBJECTS, REQUESTS_A_SECOND, Duration.ofSeconds(1));
    }

    @Override
    public boolean tellsOfOrders() {
        return true;
    }

    @Override
    public void check(Webshop shop, Map<String, String> credentials) {
        WebshopRules.demand(
                shop.mode() == Webshop.Mode.CHANNEL, "mode", "WooCommerce has one number for all locations: CHANNEL.");
        WebshopRules.demand(shop.places().isEmpty(), "places", "WooCommerce has no places: leave them out.");
        WebshopRules.demandCredential(
                credentials, KEY, "the consumer key of a REST API key with read and write access (ck_…).");
        WebshopRules.demandCredential(credentials, SECRET, "the consumer secret that belongs to it (cs_…).");
        HookSecrets.check(shop, credentials);
        int batch = Integer.parseInt(shop.option("batch", Integer.toString(MOST_OBJECTS)));
        WebshopRules.demand(
                batch <= MOST_OBJECTS, "options.batch", "WooCommerce takes at most " + MOST_OBJECTS + " at once.");
    }

    @Override
    public ConnectedShop connect(ShopAccess access) {
        return new WooShop(new WooRest(access), new HookSecrets(access, clock), clock);
    }
}
