package io.noren.integration.qr.label;

import io.noren.integration.qr.PriceText;
import io.noren.inventory.Item;
import io.noren.inventory.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A price as Japan wants it on a shelf: the total with tax first (総額表示), the price before tax beside it and smaller
 * where it is wanted, and the price of a hundred grams or the like where the content is known.
 *
 * @param total with tax
 * @param taxIncluded says so, and of how much the total is the price where that is not a piece
 * @param beforeTax with the rate; null when the rate is not known
 * @param unitPrice null when the content is not known, or is one piece
 */
record ShelfPrice(
        String total,
        String taxIncluded,
        @Nullable String beforeTax,
        @Nullable String unitPrice) {

    private static final BigDecimal HUNDRED = new BigDecimal(100);

    /** Empty when the item has no price. */
    static Optional<ShelfPrice> of(Item item) {
        Money price = item.price();
        if (price == null) {
            return Optional.empty();
        }
        UnitPrice per = UnitPrice.of(item).orElse(null);
        return Optional.of(new ShelfPrice(
                PriceText.of(price),
                item.unit().equals(Item.EACH) ? "税込" : "税込／1" + UnitPrice.name(item.unit()),
                beforeTax(price, item.taxRate()),
                per == null ? null : per.text()));
    }

    /** All that a label says of the price: two labels that differ in it are not the same to a shopper. */
    String said() {
        return String.join("|", total, taxIncluded, orEmpty(beforeTax), orEmpty(unitPrice));
    }

    /**
     * The tax in the total, rounded down to what the currency's smallest coin pays, as most tills do. Where any price
     * before tax makes this total, with its tax rounded down, it is the one that is found.
     */
    private static @Nullable String beforeTax(Money price, @Nullable BigDecimal rate) {
        if (rate == null) {
            return null;
        }
        BigDecimal tax =
                price.amount().multiply(rate).divide(HUNDRED.add(rate), PriceText.decimals(price), RoundingMode.DOWN);
        return "本体 " + PriceText.of(new Money(price.amount().subtract(tax), price.currency())) + "（税率"
                + rate.toPlainString() + "%）";
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
