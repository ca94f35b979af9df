package io.noren.integration.webshop.medusa;

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

/** How Medusa shops are connected: a secret API key, and the stock location of each place. */
@Component
class MedusaSystem implements ShopSystem {
    static final String API_KEY = "apiKey";

    /** Medusa itself has no limit; this keeps a small one free for its shoppers. */
    private static final ShopLimits LIMITS = new ShopLimits(100, 50, Duration.ofSeconds(1));

    private final Clock clock;

    MedusaSystem(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "medusa";
    }

    @Override
    public ShopLimits limits() {
        return LIMITS;
    }

    @Override
    public boolean tellsOfOrders() {
        return false;
    }

    @Override
    public void check(Webshop shop, Map<String, String> credentials) {
        WebshopRules.demandCredential(
                credentials, API_KEY, "make a secret API key in the shop's administration, under Settings.");
        HookSecrets.check(shop, credentials);
        WebshopRules.demand(
                shop.mode() == Webshop.Mode.LOCATION
                        || !shop.placeOf(Webshop.ALL_LOCATIONS).isEmpty(),
                "places",
                "Name the shop's stock location (sloc_…) under the empty name.");
    }

    @Override
    public ConnectedShop connect(ShopAccess access) {
        return new MedusaShop(access, new HookSecrets(access, clock));
    }
}
