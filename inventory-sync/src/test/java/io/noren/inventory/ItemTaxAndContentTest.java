package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What shelf labels need to know of an item beside its price. */
class ItemTaxAndContentTest extends InventoryTest {
    private final String sku = "tea-" + UUID.randomUUID();

    @Test
    void whatWasSaidIsKeptAndIsNotLostWithAnotherCode() {
        Item.Content content = new Item.Content(new BigDecimal("80.000"), Item.Measure.G);
        items.put(item(Item.EACH).withTaxAndContent(new BigDecimal("8.00"), content));
        Item kept = items.find(sku).orElseThrow();
        assertThat(kept.taxRate()).isEqualTo(new BigDecimal("8"));
        assertThat(kept.content()).isEqualTo(new Item.Content(BigDecimal.valueOf(80), Item.Measure.G));

        items.put(kept.withCodes(List.of(new Item.Code(Item.Scheme.PLU, sku, null))));

        assertThat(items.find(sku).orElseThrow().content()).isEqualTo(kept.content());
        assertThat(items.of(List.of(sku, "nothing-" + sku))).containsOnlyKeys(sku);
        items.put(item(Item.EACH));
        assertThat(items.find(sku).orElseThrow().taxRate()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "EACH, -1, -, BAD_TAX_RATE",
                "EACH, 100.01, -, BAD_TAX_RATE",
                "EACH, 8.125, -, BAD_TAX_RATE",
                "EACH, 10, 0, BAD_CONTENT",
                "EACH, 10, -5, BAD_CONTENT",
                "EACH, 10, 1.2345, BAD_CONTENT",
                "EACH, 10, 1000001, BAD_CONTENT",
                "KG, 8, 100, BAD_CONTENT",
            })
    void whatCannotBeIsRefusedByName(
            String unit, @Nullable BigDecimal rate, @Nullable BigDecimal quantity, String code) {
        Item item = item(unit)
                .withTaxAndContent(rate, quantity == null ? null : new Item.Content(quantity, Item.Measure.G));
        assertThatThrownBy(() -> items.put(item))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private Item item(String unit) {
        return new Item(sku, null, List.of(), new LocalizedName("煎茶", "Sencha"), unit, null, null, null, null, true);
    }
}
