package io.noren.inventory.pickup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.Money;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What an order must be before it is placed. */
final class PickupRules {

    static final int MOST_LINES = 100;

    private PickupRules() {}

    static void check(NewPickup order) {
        if (order.order().isBlank() || order.order().length() > 100) {
            throw refusal("BAD_ORDER", "order", "An order number has 1 to 100 characters.");
        }
        if (order.channel().isBlank() || order.channel().length() > 60) {
            throw refusal("BAD_CHANNEL", "channel", "A channel has 1 to 60 characters.");
        }
        if (order.location().equals(order.keptAt()) && order.sending() != null) {
            throw refusal("SAME_LOCATION", "from", "The goods are at " + order.location() + " already: leave it out.");
        }
        if (order.lines().isEmpty() || order.lines().size() > MOST_LINES) {
            throw refusal("BAD_LINES", "lines", "A pickup order has 1 to " + MOST_LINES + " lines.");
        }
        Set<String> currencies = new HashSet<>();
        for (NewPickup.Line line : order.lines()) {
            Money price = line.unitPrice();
            if (price == null) {
                continue;
            }
            if (price.amount().signum() < 0
                    || price.amount().precision() - price.amount().scale() > 9
                    || Quantities.hasTooManyDecimals(price.amount())
                    || !price.currency().matches("[A-Z]{3}")) {
                throw refusal(
                        "BAD_PRICE",
                        "lines",
                        "A price is not negative, has at most 3 decimals and an ISO 4217 currency.");
            }
            currencies.add(price.currency());
        }
        if (currencies.size() > 1) {
            throw refusal("MIXED_CURRENCIES", "lines", "All lines of an order are in one currency.");
        }
    }

    static void checkExpected(NewPickup order, Instant now) {
        Instant there = order.there(now);
        if (there.isBefore(now) || there.isAfter(now.plus(Sending.LONGEST))) {
            throw refusal("BAD_EXPECTED", "expectedAt", "Goods are expected within the next 14 days.");
        }
    }

    /** What was ordered, as one value. How to reach the customer may be corrected without making it another order. */
    static UUID digest(NewPickup order) {
        StringBuilder content = new StringBuilder();
        content.append(order.location())
                .append('\n')
                .append(order.member())
                .append('\n')
                .append(order.payment());
        if (order.sending() != null) {
            content.append('\n').append(order.keptAt());
        }
        List<NewPickup.Line> lines = order.lines().stream()
                .sorted(Comparator.comparing(NewPickup.Line::line))
                .toList();
        for (NewPickup.Line line : lines) {
            content.append('\n')
                    .append(line.line())
                    .append('\t')
                    .append(line.sku())
                    .append('\t')
                    .append(Quantities.plain(line.quantity()).toPlainString())
                    .append('\t')
                    .append(line.unitPrice());
        }
        return UUID.nameUUIDFromBytes(content.toString().getBytes(UTF_8));
    }

    private static Refusal refusal(String code, String field, String detail) {
        return new Refusal(code, detail, field, Map.of());
    }
}
