package io.noren.integration.demo;

import io.noren.inventory.Item;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * One thing in the demo's shelves.
 *
 * @param number from 1; SKU and GTIN follow from it
 * @param unit {@code EACH} or {@code KG}
 * @param price yen, tax included, for one unit
 */
record Product(int number, String category, String unit, BigDecimal price, String ja, String en) {

    String sku() {
        return String.format(Locale.ROOT, "N-%04d", number);
    }

    /** 13 digits. 952 is the prefix that GS1 keeps for examples: no company ever gets it. */
    String gtin() {
        return CheckDigit.append(String.format(Locale.ROOT, "9521000%05d", number));
    }

    boolean weighed() {
        return unit.equals("KG");
    }

    Item asItem() {
        LocalizedName name = new LocalizedName(ja, en);
        return new Item(sku(), gtin(), List.of(), name, unit, null, null, new Money(price, "JPY"), category, true);
    }
}
