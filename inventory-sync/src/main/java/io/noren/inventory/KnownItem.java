package io.noren.inventory;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger must know of an item, by the name that led to it.
 *
 * @param each how much of the item, in its unit, one of what was named is: 12 for a case of twelve, 0.454 for a label
 *     with this weight; null when the label tells a price and the item has none to divide it by
 * @param labelled whether the name was a label that says how much one is: then pieces are told, not a weight
 * @param parts what one of it is made of, if it is a bundle; it has no stock of its own then
 */
record KnownItem(
        String sku,
        String unit,
        @Nullable Money price,
        @Nullable BigDecimal each,
        boolean labelled,
        List<Part> parts) {

    /** What is moved for a bundle. */
    record Part(String sku, String unit, BigDecimal quantity) {}

    static KnownItem of(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new KnownItem(
                row.getString("sku"),
                row.getString("unit"),
                currency == null ? null : new Money(row.getBigDecimal("price"), currency),
                row.getBigDecimal("quantity"),
                false,
                List.of());
    }

    /** Where it does not matter which item it is. */
    static KnownItem any() {
        return new KnownItem("", "", null, BigDecimal.ONE, false, List.of());
    }

    boolean countsInPieces() {
        return unit.equals(Item.EACH);
    }

    boolean isBundle() {
        return !parts.isEmpty();
    }

    KnownItem madeOf(List<Item.Part> made, Map<String, String> units) {
        return new KnownItem(
                sku,
                unit,
                price,
                each,
                labelled,
                made.stream()
                        .map(part -> new Part(part.sku(), units.getOrDefault(part.sku(), Item.EACH), part.quantity()))
                        .toList());
    }

    /** The same, named by a label. What is counted in pieces is one piece, whatever it weighs or costs. */
    KnownItem labelled(NumberRule.Label label) {
        if (countsInPieces() || (label.weight() == null && label.price() == null)) {
            return this;
        }
        BigDecimal weight = label.weight();
        return new KnownItem(sku, unit, price, weight != null ? weight : boughtFor(label.price()), true, parts);
    }

    /** How much one gets for so many of the currency's smallest unit. */
    private @Nullable BigDecimal boughtFor(@Nullable BigDecimal smallest) {
        if (smallest == null || price == null || price.amount().signum() == 0) {
            return null;
        }
        int decimals = Math.max(0, Currency.getInstance(price.currency()).getDefaultFractionDigits());
        return smallest.movePointLeft(decimals).divide(price.amount(), Quantities.DECIMALS, RoundingMode.HALF_UP);
    }

    /** What moves, of which item, when so many of what was named move. */
    List<Part> moved(BigDecimal delta) {
        BigDecimal amount = each == null ? delta : delta.multiply(each);
        return isBundle()
                ? parts.stream()
                        .map(part -> new Part(part.sku(), part.unit(), amount.multiply(part.quantity())))
                        .toList()
                : List.of(new Part(sku, unit, amount));
    }
}
