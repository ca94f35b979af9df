package io.noren.integration.webshop;

import io.noren.inventory.Refusal;
import java.util.Map;

/** A kind of web shop: its name, its limits and how to speak with one of its kind. A bean of each shop system's package. */
public interface ShopSystem {

    /** As it is written in settings, lower case: {@code medusa}. */
    String name();

    /** What a shop of this kind takes, where its settings do not say otherwise. */
    ShopLimits limits();

    /** Whether its shops tell of orders by themselves, so that asking is only for what was missed. */
    boolean tellsOfOrders();

    /**
     * Looks at settings before they are stored; speaks with nobody.
     *
     * @throws Refusal {@code BAD_WEBSHOP} with the field and what is missing
     */
    void check(Webshop shop, Map<String, String> credentials);

    /** The other end of the line; made once for each version of the settings, used by one thread at a time. */
    ConnectedShop connect(ShopAccess access);
}
