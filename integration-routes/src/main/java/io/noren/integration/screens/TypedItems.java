package io.noren.integration.screens;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Items as people type and read them: by a number, a bar code or a name; with a quantity in the item's unit. */
@Component
class TypedItems {
    private static final String UNIT = "stock.unit";

    private final Items items;
    private final Words words;

    TypedItems(Items items, Words words) {
        this.items = items;
        this.words = words;
    }

    /** The item with exactly this SKU, or the only one that the search finds; empty for none and for several. */
    Optional<Item> find(String typed) {
        String text = typed.replace("\0", "").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Item> exact = items.find(text);
        if (exact.isPresent()) {
            return exact;
        }
        List<Item> found = items.search(text, 2);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** In the reader's language; the SKU of what is no item any more. */
    String name(String sku, Locale locale) {
        return items.find(sku)
                .map(item -> Language.of(locale).of(item.name()))
                .filter(name -> !name.isBlank())
                .orElse(sku);
    }

    /** What it is counted in: "pieces", or the unit as it stands with the item. */
    String unit(String sku, Locale locale) {
        return unitOf(sku).equals(Item.EACH) ? words.say(UNIT, locale) : unitOf(sku);
    }

    /** With its unit: "12 pcs", "0.5 KG". */
    String quantity(BigDecimal quantity, String sku, Locale locale) {
        String unit = unitOf(sku);
        return unit.equals(Item.EACH)
                ? words.say(UNIT + ".pieces", locale, Words.number(quantity))
                : Words.number(quantity) + " " + unit;
    }

    private String unitOf(String sku) {
        return items.find(sku).map(Item::unit).orElse(Item.EACH);
    }
}
