package io.noren.inventory;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an item must be before it is stored, and the one form in which it is stored. */
final class ItemRules {

    private static final Pattern UNIT = Pattern.compile("[A-Z][A-Z0-9_]{0,11}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int MOST_CODES = 200;
    private static final Comparator<Item.Code> BY_SCHEME_AND_VALUE = Comparator.comparing(Item.Code::scheme)
            .thenComparing(Item.Code::value)
            .thenComparing(code -> code.source() == null ? "" : code.source());

    private ItemRules() {}

    /** The item in its stored form; refuses what cannot be one. */
    static Item checked(Item item) {
        if (item.sku().isBlank() || item.sku().length() > 100) {
            throw Refusal.ofField("BAD_SKU", "sku", "A SKU has 1 to 100 characters.");
        }
        if (!UNIT.matcher(item.unit()).matches()) {
            throw Refusal.ofField("BAD_UNIT", "unit", "A unit is upper case, e.g. EACH or KG.");
        }
        if (item.name().ja() == null && item.name().en() == null) {
            throw Refusal.ofField("NAME_MISSING", "name", "Give a name in Japanese (ja) or English (en).");
        }
        Money price = item.price();
        if (price != null
                && (price.amount().signum() < 0
                        || price.amount().precision() - price.amount().scale() > 12
                        || Quantities.hasTooManyDecimals(price.amount())
                        || !CURRENCY.matcher(price.currency()).matches())) {
            throw Refusal.ofField(
                    "BAD_PRICE", "price", "A price is not negative, has at most 3 decimals and an ISO 4217 currency.");
        }
        String gtin = gtin(item.gtin(), "gtin");
        return new Item(
                item.sku(),
                gtin,
                codes(item.codes(), gtin),
                item.name(),
                item.unit(),
                item.productUrl(),
                item.imageUrl(),
                price,
                item.category(),
                item.stocked());
    }

    private static List<Item.Code> codes(List<Item.Code> given, @Nullable String gtin) {
        if (given.size() > MOST_CODES) {
            throw Refusal.ofField("TOO_MANY_CODES", "codes", "An item has at most " + MOST_CODES + " codes.");
        }
        return given.stream()
                .map(ItemRules::code)
                // The item's own GTIN is stored once, as its GTIN.
                .filter(code ->
                        code.scheme() != Item.Scheme.GTIN || !code.value().equals(gtin))
                .distinct()
                .sorted(BY_SCHEME_AND_VALUE)
                .toList();
    }

    private static Item.Code code(Item.Code code) {
        if (code.value().isBlank() || code.value().length() > 100) {
            throw Refusal.ofField("BAD_CODE", "codes", "A code has 1 to 100 characters.");
        }
        return switch (code.scheme()) {
            case SKU -> throw Refusal.ofField("BAD_CODE", "codes", "The SKU itself need not be listed as a code.");
            case GTIN -> new Item.Code(Item.Scheme.GTIN, required(gtin(code.value(), "codes")), null);
            case PLU, RCN, SOURCE ->
                code.source() != null && code.source().isEmpty()
                        ? new Item.Code(code.scheme(), code.value(), null)
                        : code;
        };
    }

    private static @Nullable String gtin(@Nullable String given, String field) {
        if (given == null) {
            return null;
        }
        if (!Gs1Number.isGtin(given)) {
            throw Refusal.ofField(
                    "BAD_GTIN", field, "'" + given + "' is no GTIN: 8, 12, 13 or 14 digits with a right check digit.");
        }
        return Gs1Number.toGtin14(given);
    }

    private static String required(@Nullable String gtin) {
        if (gtin == null) {
            throw new IllegalStateException("a code always has a value");
        }
        return gtin;
    }
}
