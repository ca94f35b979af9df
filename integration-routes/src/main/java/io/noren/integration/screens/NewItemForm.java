package io.noren.integration.screens;

import io.noren.inventory.Item;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Money;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A new item as it is typed; what is empty says nothing.
 *
 * @param ja its Japanese name
 * @param en its English name
 * @param price in yen, tax included
 */
record NewItemForm(
        @Nullable String sku,
        @Nullable String ja,
        @Nullable String en,
        @Nullable String unit,
        @Nullable String price) {

    static final String KILOGRAM = "KG";

    private static final Pattern YEN = Pattern.compile("¥?([0-9]{1,3}(,[0-9]{3}){0,3}|[0-9]{1,9})円?");

    /**
     * The item that is meant.
     *
     * @param sku instead of the one that was typed, or null
     * @param code the code that leads to it, or null when its SKU does
     * @throws io.noren.inventory.Refusal {@code BAD_PRICE} with the field
     */
    Item toItem(@Nullable String sku, Item.@Nullable Code code) {
        String gtin = code != null && code.scheme() == Item.Scheme.GTIN ? code.value() : null;
        return new Item(
                sku == null ? plain(this.sku) : sku,
                gtin,
                code == null || gtin != null ? List.of() : List.of(code),
                new LocalizedName(given(ja), given(en)),
                KILOGRAM.equals(unit) ? KILOGRAM : Item.EACH,
                null,
                null,
                yen(),
                null,
                true);
    }

    private @Nullable Money yen() {
        String typed = plain(price);
        if (typed.isEmpty()) {
            return null;
        }
        String yen = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        if (!YEN.matcher(yen).matches()) {
            throw Wrong.typed("BAD_PRICE", "price", typed);
        }
        return new Money(new BigDecimal(yen.replaceAll("[^0-9]", "")), "JPY");
    }

    private static @Nullable String given(@Nullable String typed) {
        String text = plain(typed);
        return text.isEmpty() ? null : text;
    }

    private static String plain(@Nullable String typed) {
        return typed == null ? "" : typed.replace("\0", "").strip();
    }
}
