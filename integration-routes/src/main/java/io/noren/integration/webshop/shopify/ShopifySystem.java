package io.noren.integration.webshop.shopify;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.ShopAccess;
import io.noren.integration.webshop.ShopLimits;
import io.noren.integration.webshop.ShopSystem;
import io.noren.integration.webshop.Webshop;
import io.noren.integration.webshop.WebshopRules;
import io.noren.pos.shopify.ShopifyTills;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Shopify. Its limit is counted in points of its own: a "request" here is one point. */
@Component
class ShopifySystem implements ShopSystem {
    static final String TOKEN = "accessToken";

    /** Of any list, in one call. */
    private static final int MOST_INPUTS = 250;

    private static final int BUCKET = 2_000;
    private static final Duration REFILLED = Duration.ofSeconds(20);
    private static final Pattern LOCATION = Pattern.compile("[0-9]{1,20}");

    private final Clock clock;
    private final ShopifyTills tills;

    ShopifySystem(Clock clock, ShopifyTills tills) {
        this.clock = clock;
        this.tills = tills;
    }

    @Override
    public String name() {
        return "shopify";
    }

    @Override
    public ShopLimits limits() {
        return new ShopLimits(MOST_INPUTS, BUCKET, REFILLED);
    }

    @Override
    public boolean tellsOfOrders() {
        return true;
    }

    @Override
    public void check(Webshop shop, Map<String, String> credentials) {
        WebshopRules.demandCredential(
                credentials,
                TOKEN,
                "the Admin API access token of an app with read_inventory, write_inventory, read_orders and"
                        + " read_merchant_managed_fulfillment_orders.");
        WebshopRules.demandCredential(
                credentials, HookSecrets.SECRET, "the app's client secret, by which Shopify signs webhooks.");
        HookSecrets.check(shop, credentials);
        WebshopRules.demand(
                !shop.places().isEmpty(),
                "places",
                "Name the Shopify location of each location, or under the empty name the one for all.");
        shop.places()
                .forEach((location, place) -> WebshopRules.demand(
                        LOCATION.matcher(place).matches(),
                        "places." + location,
                        "A Shopify location is its number, as at the end of its address in Shopify's admin."));
        int batch = Integer.parseInt(shop.option("batch", Integer.toString(MOST_INPUTS)));
        WebshopRules.demand(
                batch <= MOST_INPUTS, "options.batch", "Shopify takes at most " + MOST_INPUTS + " at once.");
    }

    @Override
    public ConnectedShop connect(ShopAccess access) {
        boolean tillsToldElsewhere = tills.areReadOf(access.shop().url());
        return new ShopifyShop(access, new ShopifyGraphql(access), new HookSecrets(access, clock), tillsToldElsewhere);
    }
}
