package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.Item.Code;
import io.noren.inventory.Item.Scheme;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a till's way of naming things leads to an item. */
class ItemCodesTest extends InventoryTest {

    @Test
    void aSourcesOwnCodeWinsOverEveryonesAndOverALookAlikeSku() {
        String plu = "plu-" + UUID.randomUUID();
        String apples = "apples-" + plu;
        String pears = "pears-" + plu;
        put(apples, new Code(Scheme.PLU, plu, "ncr"));
        put(pears, new Code(Scheme.PLU, plu, null));
        put(plu);

        assertThat(soldBy("ncr", new Code(Scheme.PLU, plu, null))).isEqualTo(apples);
        assertThat(soldBy("wincor", new Code(Scheme.PLU, plu, null))).isEqualTo(pears);
        assertThat(soldBy("wincor", new Code(Scheme.SOURCE, plu, null)))
                .as("a code nobody listed may be the SKU itself")
                .isEqualTo(plu);
    }

    @Test
    void theFirstCodeThatLeadsSomewhereDecides() {
        String one = "one-" + UUID.randomUUID();
        String two = "two-" + one;
        put(one, new Code(Scheme.RCN, one + "-rcn", null));
        put(two, new Code(Scheme.SOURCE, two + "-source", null));

        assertThat(soldBy(
                        "ncr",
                        new Code(Scheme.PLU, "nothing-" + one, null),
                        new Code(Scheme.SOURCE, two + "-source", null),
                        new Code(Scheme.RCN, one + "-rcn", null)))
                .isEqualTo(two);
    }

    @Test
    void aGtinLeadsToItsItemInAnyLength() {
        items.put(new Item(
                "gtin-item",
                "96385074",
                List.of(new Code(Scheme.GTIN, "9521234543213", null)),
                new LocalizedName("品", null),
                Item.EACH,
                null,
                null,
                null,
                null,
                true));

        for (String text : List.of("96385074", "000096385074", "0000096385074", "00000096385074", "09521234543213")) {
            assertThat(items.findByGtin(text).orElseThrow().sku()).as(text).isEqualTo("gtin-item");
        }
        assertThat(soldBy("ncr", new Code(Scheme.GTIN, "00000096385074", null))).isEqualTo("gtin-item");
        assertThat(items.findByGtin("96385075")).isEmpty();
        assertThat(items.find("gtin-item").orElseThrow().codes()).hasSize(1);
    }

    @Test
    void aCodeMovedToAnotherItemIsFollowedAtOnceHere() {
        String plu = "plu-" + UUID.randomUUID();
        put("old-" + plu, new Code(Scheme.PLU, plu, null));
        assertThat(soldBy("ncr", new Code(Scheme.PLU, plu, null))).isEqualTo("old-" + plu);

        assertThatThrownBy(() -> put("new-" + plu, new Code(Scheme.PLU, plu, null)))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("CODE_TAKEN");
                    assertThat(refusal.properties()).containsEntry("sku", "old-" + plu);
                });
        put("old-" + plu);
        put("new-" + plu, new Code(Scheme.PLU, plu, null));

        assertThat(soldBy("ncr", new Code(Scheme.PLU, plu, null))).isEqualTo("new-" + plu);
    }

    @ParameterizedTest
    @CsvSource({
        "9521234543213, true",
        "9521234543214, false",
        "96385074, true",
        "036000291452, true",
        "19521234543210, true",
        "123, false",
        "952123454321X, false",
        "٩521234543213, false",
        "'', false"
    })
    void aGtinHasARightCheckDigit(String gtin, boolean valid) {
        assertThat(Gs1Number.isGtin(gtin)).isEqualTo(valid);
    }

    @Test
    void aSearchTakesItsTextLiterally() {
        String mark = "100%_" + UUID.randomUUID();
        items.put(new Item(
                "s-" + mark.hashCode(),
                null,
                List.of(),
                new LocalizedName("綿" + mark, null),
                Item.EACH,
                null,
                null,
                null,
                null,
                true));

        assertThat(items.search(mark, 10)).hasSize(1);
        assertThat(items.search(mark.replace('%', 'x'), 10)).isEmpty();
        assertThat(items.search("綿" + mark.substring(0, 8), 10)).hasSize(1);
    }

    private void put(String sku, Code... codes) {
        items.put(new Item(
                sku, null, List.of(codes), new LocalizedName("品", null), Item.EACH, null, null, null, null, true));
    }

    /** The item whose stock such a sale lowers. */
    private String soldBy(String source, Code... codes) {
        String store = anyStore();
        ledger.record(List.of(new Movement(
                "sale-" + UUID.randomUUID(),
                ItemReference.codes(source, List.of(codes)),
                store,
                BigDecimal.ONE.negate(),
                MovementReason.SALE,
                clock.instant(),
                null,
                null)));
        return jdbc.sql("select sku from inventory.stock_level where location = :store")
                .param("store", store)
                .query(String.class)
                .single();
    }
}
