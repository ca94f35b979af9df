package io.noren.integration.webshop.magento;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.ShopAccess;
import io.noren.integration.webshop.ShopLimits;
import io.noren.integration.webshop.ShopSystem;
import io.noren.integration.webshop.Webshop;
import io.noren.integration.webshop.WebshopRules;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Adobe Commerce and Magento with Multi Source Inventory. Its places are sources. It tells nothing of its own accord; it
 * is asked.
 */
@Component
class MagentoSystem implements ShopSystem {
    static final String TOKEN = "accessToken";

    /** Option: who takes the shop's orders off the number of a source. */
    static final String RESERVATIONS = "reservations";

    /** Magento does, as it is delivered: it gets them back on top of what we have taken off, too. */
    static final String ON = "on";

    /** Nobody there: a module has switched Magento's reservations off. It gets what is left. */
    static final String OFF = "off";

    /** What Magento takes at once when its input limits are on with their own numbers. */
    private static final int ENTITIES = 20;

    private static final int REQUESTS_A_SECOND = 5;

    @Override
    public String name() {
        return "magento";
    }

    @Override
    public ShopLimits limits() {
        return new ShopLimits(ENTITIES, REQUESTS_A_SECOND, Duration.ofSeconds(1));
    }

    @Override
    public boolean tellsOfOrders() {
        return false;
    }

    @Override
    public void check(Webshop shop, Map<String, String> credentials) {
        WebshopRules.demandCredential(
                credentials,
                TOKEN,
                "the access token of an integration with Magento_InventoryApi::source, Magento_Sales::actions_view"
                        + " and Magento_Catalog::products.");
        WebshopRules.demand(
                !shop.places().isEmpty(),
                "places",
                "Name the source of each location, or under the empty name the one for all.");
        shop.places()
                .forEach((location, source) -> WebshopRules.demand(
                        source.matches("[^\\s,]{1,255}"),
                        "places." + location,
                        "A source is named by its code, without spaces or commas."));
        WebshopRules.demand(
                Set.of(ON, OFF).contains(shop.option(RESERVATIONS, ON)),
                "options." + RESERVATIONS,
                "'on' where Magento takes its orders off by itself, 'off' where a module has switched that off.");
    }

    @Override
    public ConnectedShop connect(ShopAccess access) {
        return new MagentoShop(access, new MagentoRest(access));
    }
}
