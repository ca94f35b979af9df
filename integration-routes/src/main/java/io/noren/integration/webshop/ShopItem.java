package io.noren.integration.webshop;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A number that a shop keeps.
 *
 * @param place the shop's name of where; empty where it has no places
 * @param externalId the shop's name of the item, whatever its {@link ConnectedShop#push} needs
 * @param number as the shop has it now, in the meaning of {@link StockNumber#inShop}
 * @param reserved what the shop itself takes off that number for its orders; null when its number is less these already
 */
public record ShopItem(
        String sku,
        String place,
        String externalId,
        BigDecimal number,
        @Nullable BigDecimal reserved) {}
