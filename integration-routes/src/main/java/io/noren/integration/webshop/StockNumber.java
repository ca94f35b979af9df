package io.noren.integration.webshop;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What a shop may sell of an item, in whole pieces.
 *
 * @param net what may still be promised; less everything that is promised, this shop's orders too
 * @param ordered what is promised to this shop's own orders and has not left
 */
public record StockNumber(BigDecimal net, BigDecimal ordered) {

    public StockNumber {
        net = whole(net);
        ordered = whole(ordered);
    }

    /**
     * What to write into the shop, so that nothing is taken off twice. A shop whose number is less its orders already
     * gets {@code net}. One that takes its orders off by itself gets those back on top that we have taken off, too: of
     * them only as many as the shop itself still takes off, because what it has shipped or cancelled we may not have
     * heard of yet. So the shop never offers more than {@code net}, and less while it has orders that we do not know.
     *
     * @param reserved what the shop takes off by itself; null when its number is less its orders already
     */
    public BigDecimal inShop(@Nullable BigDecimal reserved) {
        return reserved == null ? net : net.add(ordered.min(reserved.max(BigDecimal.ZERO)));
    }

    private static BigDecimal whole(BigDecimal number) {
        return number.max(BigDecimal.ZERO).setScale(0, RoundingMode.FLOOR);
    }
}
