package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.Item.Code;
import io.noren.inventory.Item.Scheme;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However somebody calls an item, or whatever the scanner reads, it is found. */
class ItemSearchTest extends InventoryTest {

    private static final String TIN = "SEARCH-TIN-1";

    @BeforeEach
    void aTinOfTeaAndASpoon() {
        items.put(new Item(
                TIN,
                "4901234567894",
                List.of(new Code(Scheme.PLU, "search-plu-7", "ncr"), new Code(Scheme.GTIN, "14901234567891", null)),
                new LocalizedName("宇治ほうじ茶　ｷﾝｺﾞﾝ缶", "Uji hojicha, Kingon tin"),
                Item.EACH,
                null,
                null,
                null,
                null,
                true));
        items.put(new Item(
                "SEARCH-TIN-10",
                null,
                List.of(),
                new LocalizedName("宇治ほうじ茶の匙", "Spoon for Uji hojicha"),
                Item.EACH,
                null,
                null,
                null,
                null,
                true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEARCH-TIN-1",
                "4901234567894",
                "04901234567894",
                "４９０１２３４５６７８９４", // as a Japanese keyboard types it
                "14901234567891", // the case's own number
                "search-plu-7",
                "キンゴン缶", // the till system keeps half-width letters
                "ほうじ茶 キンゴン",
                "kingon TIN",
                "HOJICHA kingon",
                "  Uji　hojicha, "
            })
    void itIsFoundFirst(String called) {
        assertThat(items.search(called, 10)).first().extracting(Item::sku).isEqualTo(TIN);
    }

    @Test
    void allWordsMustBeThereInAnyOrder() {
        assertThat(items.search("ほうじ茶 宇治 匙", 10)).extracting(Item::sku).containsExactly("SEARCH-TIN-10");
        assertThat(items.search("ほうじ茶 スプーン", 10)).isEmpty();
        assertThat(items.search("ほうじ茶 kingon\0", 10)).extracting(Item::sku).containsExactly(TIN);
    }
}
