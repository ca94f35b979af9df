package io.noren.inventory;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an item must be before it is stored, and the one form in which it is stored. */
final class ItemRules {

    private static final Pattern UNIT = Pattern.compile("[A-Z][A-Z0-9_]{0,11}");
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    private static final int MOST_CODES = 200;
    private static final int MOST_PARTS = 100;
    private static final BigDecimal MOST_IN_ONE = new BigDecimal("10000");
    private static final BigDecimal HIGHEST_TAX = new BigDecimal(100);
    private static final String A_QUANTITY = "A quantity is above 0, at most 10,000, with at most 3 decimals.";
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
                        || !CURRENCIES.contains(price.currency()))) {
            throw Refusal.ofField(
                    "BAD_PRICE", "price", "A price is not negative, has at most 3 decimals and an ISO 4217 currency.");
        }
        checkTax(item.taxRate());
        checkContent(item);
        boolean pieces = item.unit().equals(Item.EACH);
        String gtin = gtin(item.gtin(), "gtin");
        return new Item(
                item.sku(),
                gtin,
                codes(item.codes(), gtin, pieces),
                item.name(),
                item.unit(),
                item.productUrl(),
                item.imageUrl(),
                price,
                item.category(),
                item.stocked(),
                parts(item),
                item.taxRate(),
                item.content());
    }

    private static void checkTax(@Nullable BigDecimal rate) {
        if (rate != null && (rate.signum() < 0 || rate.compareTo(HIGHEST_TAX) > 0 || rate.scale() > 2)) {
            throw Refusal.ofField(
                    "BAD_TAX_RATE",
                    "taxRate",
                    "A tax rate is in per cent, 0 to 100 with at most 2 decimals: 10, or 8.");
        }
    }

    private static void checkContent(Item item) {
        Item.Content content = item.content();
        if (content == null) {
            return;
        }
        if (!item.unit().equals(Item.EACH)) {
            throw Refusal.ofField(
                    "BAD_CONTENT", "content", "What is sold by weight has no content: its price is a unit price.");
        }
        BigDecimal quantity = content.quantity();
        if (quantity.signum() <= 0 || Quantities.isAbsurd(quantity) || Quantities.hasTooManyDecimals(quantity)) {
            throw Refusal.ofField(
                    "BAD_CONTENT",
                    "content.quantity",
                    "A content is above 0, at most 1,000,000, with at most 3 decimals.");
        }
    }

    private static List<Item.Part> parts(Item item) {
        List<Item.Part> parts = item.parts();
        if (parts.isEmpty()) {
            return parts;
        }
        if (parts.size() > MOST_PARTS) {
            throw Refusal.ofField("BAD_PARTS", "parts", "A bundle has at most " + MOST_PARTS + " parts.");
        }
        if (!item.unit().equals(Item.EACH)) {
            throw Refusal.ofField("BAD_UNIT", "unit", "A bundle is counted in pieces: its unit is EACH.");
        }
        Set<String> skus = new HashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            Item.Part part = parts.get(i);
            String at = "parts[" + i + "].";
            if (part.sku().equals(item.sku()) || part.sku().indexOf('\0') >= 0 || !skus.add(part.sku())) {
                throw Refusal.ofField("BAD_PARTS", at + "sku", "Each part is another item, named once.");
            }
            if (!isQuantity(part.quantity())) {
                throw Refusal.ofField("BAD_PARTS", at + "quantity", A_QUANTITY);
            }
        }
        return parts.stream().sorted(Comparator.comparing(Item.Part::sku)).toList();
    }

    private static boolean isQuantity(BigDecimal quantity) {
        return quantity.signum() > 0
                && !Quantities.isAbsurd(quantity)
                && quantity.compareTo(MOST_IN_ONE) <= 0
                && !Quantities.hasTooManyDecimals(quantity);
    }

    private static List<Item.Code> codes(List<Item.Code> given, @Nullable String gtin, boolean pieces) {
        if (given.size() > MOST_CODES) {
            throw Refusal.ofField("TOO_MANY_CODES", "codes", "An item has at most " + MOST_CODES + " codes.");
        }
        List<Item.Code> codes = given.stream()
                .map(code -> code(code, pieces))
                // The item's own GTIN is stored once, as its GTIN.
                .filter(code -> code.scheme() != Item.Scheme.GTIN || !isOwn(code, gtin))
                .distinct()
                .sorted(BY_SCHEME_AND_VALUE)
                .toList();
        for (int i = 1; i < codes.size(); i++) {
            if (BY_SCHEME_AND_VALUE.compare(codes.get(i - 1), codes.get(i)) == 0) {
                throw Refusal.ofField("BAD_CODE", "codes", "One code stands for one quantity: name it once.");
            }
        }
        return codes;
    }

    private static boolean isOwn(Item.Code code, @Nullable String gtin) {
        if (!code.value().equals(gtin)) {
            return false;
        }
        if (code.quantity().compareTo(BigDecimal.ONE) != 0) {
            throw Refusal.ofField("BAD_CODE", "codes", "The item's own GTIN stands for one of it: a case has its own.");
        }
        return true;
    }

    private static Item.Code code(Item.Code code, boolean pieces) {
        if (code.value().isBlank() || code.value().length() > 100) {
            throw Refusal.ofField("BAD_CODE", "codes", "A code has 1 to 100 characters.");
        }
        if (!isQuantity(code.quantity()) || (pieces && !Quantities.isWhole(code.quantity()))) {
            throw Refusal.ofField("BAD_CODE", "codes", A_QUANTITY + " Of an item in pieces it is whole.");
        }
        return switch (code.scheme()) {
            case SKU -> throw Refusal.ofField("BAD_CODE", "codes", "The SKU itself need not be listed as a code.");
            case GTIN -> new Item.Code(Item.Scheme.GTIN, required(gtin(code.value(), "codes")), null, code.quantity());
            case PLU, RCN, SOURCE ->
                code.source() != null && code.source().isEmpty()
                        ? new Item.Code(code.scheme(), code.value(), null, code.quantity())
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
