package io.noren.integration.webshop.vendure;

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

/** How Vendure shops are connected: an administrator's name and password, and the stock location of each place. */
@Component
class VendureSystem implements ShopSystem {
    static final String USER = "username";
    static final String PASSWORD = "password";

    /** Vendure itself has no limit; each variant of a batch is some statements for it. */
    private static final ShopLimits LIMITS = new ShopLimits(50, 50, Duration.ofSeconds(1));

    private final Clock clock;

    VendureSystem(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "vendure";
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
        String where =
                "make an administrator with the permissions to read orders and to update the catalogue and stock.";
        WebshopRules.demandCredential(credentials, USER, where);
        WebshopRules.demandCredential(credentials, PASSWORD, where);
        HookSecrets.check(shop, credentials);
        WebshopRules.demand(
                shop.mode() == Webshop.Mode.LOCATION
                        || !shop.placeOf(Webshop.ALL_LOCATIONS).isEmpty(),
                "places",
                "Name the id of the shop's stock location under the empty name.");
    }

    @Override
    public ConnectedShop connect(ShopAccess access) {
        return new VendureShop(new VendureApi(access), new HookSecrets(access, clock));
    }
}
