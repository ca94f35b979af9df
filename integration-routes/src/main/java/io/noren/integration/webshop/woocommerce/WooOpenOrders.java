package io.noren.integration.webshop.woocommerce;

import io.noren.integration.webshop.ConnectedShop.Page;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.woocommerce.WooOrders.Told;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What WooCommerce's orders still want of each item, as they are now. Read as a whole now and then, in between only what
 * has changed, so that it can be known before each number that is written.
 */
final class WooOpenOrders {
    private static final String OPEN = "pending,on-hold,processing";
    private static final Duration WHOLE_EVERY = Duration.ofMinutes(15);
    private static final Duration SETTING_EVERY = Duration.ofMinutes(15);
    private static final Duration OVERLAP = Duration.ofSeconds(10);
    private static final Instant BEFORE_ALL = Instant.parse("2000-01-01T00:00:00Z");

    private final WooRest rest;
    private final WooOrders orders;
    private final Clock clock;
    private Map<String, Told> open = new HashMap<>();
    /** By the shop's clock. */
    private @Nullable Instant readUntil;

    private Instant wholeAt = Instant.EPOCH;
    private Duration hold = Duration.ZERO;
    private Instant holdAt = Instant.EPOCH;

    WooOpenOrders(WooRest rest, WooOrders orders, Clock clock) {
        this.rest = rest;
        this.orders = orders;
        this.clock = clock;
    }

    /**
     * Of one item.
     *
     * @param wanted by all open orders
     * @param held of that, what WooCommerce takes off only while it sells: an order at the checkout holds its goods for
     *     some minutes before it is paid
     */
    record Wanted(BigDecimal wanted, BigDecimal held) {
        static final Wanted NOTHING = new Wanted(BigDecimal.ZERO, BigDecimal.ZERO);

        Wanted and(Wanted more) {
            return new Wanted(wanted.add(more.wanted), held.add(more.held));
        }
    }

    /** By SKU. */
    synchronized Map<String, Wanted> now() {
        refresh();
        Map<String, Wanted> wanted = new HashMap<>();
        for (Told told : open.values()) {
            boolean held = isHeld(told);
            for (ShopOrder.Line line : told.order().lines()) {
                Wanted more = new Wanted(line.quantity(), held ? line.quantity() : BigDecimal.ZERO);
                wanted.merge(line.sku(), more, Wanted::and);
            }
        }
        return wanted;
    }

    private void refresh() {
        Instant now = clock.instant();
        if (readUntil == null || !now.isBefore(wholeAt.plus(WHOLE_EVERY))) {
            open = new HashMap<>();
            readUntil = null; // a half-read whole is read again
            readUntil = read(BEFORE_ALL, OPEN);
            wholeAt = now;
        } else {
            readUntil = read(readUntil.minus(OVERLAP), "any");
        }
    }

    /** @return the last change that was read; null when there was none */
    private @Nullable Instant read(Instant since, String statuses) {
        Instant last = readUntil;
        String next = null;
        do {
            Page<Told> page = orders.since(since, statuses, next);
            for (Told told : page.rows()) {
                ShopOrder order = told.order();
                if (order.status() == ShopOrder.Status.OPEN) {
                    open.put(order.id(), told);
                } else {
                    open.remove(order.id());
                }
                last = last == null || order.changedAt().isAfter(last) ? order.changedAt() : last;
            }
            next = page.next();
        } while (next != null);
        return last;
    }

    private boolean isHeld(Told told) {
        return told.awaitsCheckout() && told.order().placedAt().plus(hold()).isAfter(clock.instant());
    }

    /** As the shop has set it; nothing where it does not say, since what nobody holds must not be offered again. */
    private Duration hold() {
        if (!clock.instant().isBefore(holdAt.plus(SETTING_EVERY))) {
            hold = asked();
            holdAt = clock.instant();
        }
        return hold;
    }

    private Duration asked() {
        try {
            String minutes = rest.get("/settings/products/woocommerce_hold_stock_minutes")
                    .path("value")
                    .asString("");
            return minutes.matches("[0-9]{1,6}") ? Duration.ofMinutes(Long.parseLong(minutes)) : Duration.ZERO;
        } catch (ShopTrouble trouble) {
            if (trouble.kind() == ShopTrouble.Kind.CLOSED || trouble.kind() == ShopTrouble.Kind.OBJECTS) {
                return Duration.ZERO;
            }
            throw trouble;
        }
    }
}
