package io.noren.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How someone names an item: by its SKU, or as a till does, by codes that mean something within its source.
 *
 * @param source the till system whose codes these are; null for everyone's
 * @param codes the most telling first; never empty
 */
public record ItemReference(@Nullable String source, List<Item.Code> codes) {

    public ItemReference {
        codes = List.copyOf(codes);
        if (codes.isEmpty()) {
            throw new IllegalArgumentException("an item is named by at least one code");
        }
    }

    public static ItemReference sku(String sku) {
        return new ItemReference(null, List.of(new Item.Code(Item.Scheme.SKU, sku, null)));
    }

    public static ItemReference codes(@Nullable String source, List<Item.Code> codes) {
        return new ItemReference(source, codes);
    }

    /** The look-ups to try when no rule reads any of the numbers. */
    List<Key> keys() {
        return keys(null);
    }

    /**
     * The look-ups to try, the first that leads somewhere wins: stored codes first, then what a label says, then codes
     * read as SKUs.
     */
    List<Key> keys(NumberRule.@Nullable Label label) {
        List<Key> keys = new ArrayList<>();
        for (Item.Code code : codes) {
            switch (code.scheme()) {
                case SKU -> keys.add(new Key(Item.Scheme.SKU, code.value(), ""));
                case GTIN -> keys.add(new Key(Item.Scheme.GTIN, Gs1Number.toGtin14(code.value()), ""));
                case PLU, RCN, SOURCE ->
                    addOwnAndCommon(keys, code.scheme(), code.value(), code.source() != null ? code.source() : source);
            }
        }
        if (label != null) {
            addOwnAndCommon(keys, Item.Scheme.RCN, label.number(), source);
            addOwnAndCommon(keys, Item.Scheme.PLU, label.plu().replaceFirst("^0+(?=.)", ""), source);
        }
        // Many retailers number their SKUs as their tills do, so a code nobody listed may be the SKU itself.
        for (Item.Code code : codes) {
            keys.add(new Key(Item.Scheme.SKU, code.value(), ""));
            if (code.scheme() == Item.Scheme.GTIN) {
                keys.add(new Key(Item.Scheme.SKU, code.value().replaceFirst("^0+(?=.)", ""), ""));
            }
        }
        return keys.stream().distinct().toList();
    }

    private static void addOwnAndCommon(List<Key> keys, Item.Scheme scheme, String value, @Nullable String source) {
        if (source != null && !source.isEmpty()) {
            keys.add(new Key(scheme, value, source));
        }
        keys.add(new Key(scheme, value, ""));
    }

    /** What the first of the rules that is for one of its numbers reads in it. */
    Optional<NumberRule.Label> label(List<NumberRule> mostSpecialFirst) {
        return mostSpecialFirst.stream()
                .filter(rule -> rule.source() == null || rule.source().equals(source))
                .flatMap(rule -> restrictedNumbers().flatMap(number -> rule.read(number).stream()))
                .findFirst();
    }

    /** Its restricted circulation numbers, as they were told. */
    Stream<String> restrictedNumbers() {
        return codes.stream().filter(code -> code.scheme() == Item.Scheme.RCN).map(Item.Code::value);
    }

    /** What a person can recognise, for refusals. */
    String asText() {
        StringBuilder text = new StringBuilder();
        for (Item.Code code : codes) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(code.scheme())
                    .append(' ')
                    .append(code.value());
        }
        return text.toString();
    }

    /** One look-up: source is empty for codes that everyone uses. */
    record Key(Item.Scheme scheme, String value, String source) {}
}
