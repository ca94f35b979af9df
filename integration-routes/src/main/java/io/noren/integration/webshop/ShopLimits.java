package io.noren.integration.webshop;

import java.time.Duration;

/**
 * What a shop takes.
 *
 * @param batch most numbers in one {@link ConnectedShop#push}
 * @param requests that may come at once …
 * @param per … and how long it takes until as many more may come
 */
public record ShopLimits(int batch, int requests, Duration per) {

    /** The same, as the shop's options {@code batch} and {@code requestsPerSecond} say. */
    ShopLimits chosenBy(Webshop shop) {
        int chosenBatch = Integer.parseInt(shop.option("batch", Integer.toString(batch)));
        String perSecond = shop.option("requestsPerSecond", "");
        return perSecond.isEmpty()
                ? new ShopLimits(chosenBatch, requests, per)
                : new ShopLimits(chosenBatch, Integer.parseInt(perSecond), Duration.ofSeconds(1));
    }
}
