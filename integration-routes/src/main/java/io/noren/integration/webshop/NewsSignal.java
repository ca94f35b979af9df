package io.noren.integration.webshop;

import io.noren.integration.webshop.ConnectedShop.ShopNews;
import java.util.List;

/**
 * A tap on the shoulder, for shops that can be taught to call an address when an order changes: what they send only has
 * to be signed with the shop's {@link HookSecrets}. The orders themselves are then asked for.
 */
public final class NewsSignal {
    private static final String SIGNATURE = "x-noren-signature";

    private NewsSignal() {}

    /** @throws ShopTrouble {@code CLOSED} when it is not signed with the shop's secret */
    public static ShopNews heard(ShopHook hook, HookSecrets secrets) {
        secrets.demandSigned(hook, SIGNATURE);
        return new ShopNews(List.of(), true);
    }
}
