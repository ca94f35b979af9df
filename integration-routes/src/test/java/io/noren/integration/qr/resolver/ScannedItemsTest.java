package io.noren.integration.qr.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.NumberRule;
import io.noren.inventory.NumberRules;
import io.noren.inventory.ScannedGoods.Goods;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

/** A tin that also comes in cases of twelve, and gyokuro by weight with the scale's labels. */
@HubTest
class ScannedItemsTest {
    private static final String RULE = "picking-labels";

    @Autowired
    ScannedItems scanned;

    @Autowired
    Items items;

    @Autowired
    NumberRules rules;

    @BeforeEach
    void aTinAndGyokuro() {
        items.put(item(
                "PICK-TIN",
                "9520000031008",
                "EACH",
                new Item.Code(Item.Scheme.GTIN, "19520000031005", null, BigDecimal.valueOf(12))));
        items.put(item("PICK-LOOSE", "9520000031015", "KG", new Item.Code(Item.Scheme.RCN, "2681234", null)));
        rules.put(new NumberRule(RULE, null, "268IIIIWWWWWC", NumberRule.GRAMS), null);
    }

    @AfterEach
    void othersHaveNoSuchRule() {
        rules.delete(RULE, null);
    }

    @ParameterizedTest
    @CsvSource({
        "9520000031008, PICK-TIN, 1",
        "09520000031008, PICK-TIN, 1",
        "19520000031005, PICK-TIN, 12",
        "https://id.gs1.org/01/09520000031008/10/LOT-7, PICK-TIN, 1",
        "(01)09520000031008(10)LOT-7, PICK-TIN, 1",
        "]C10109520000031008, PICK-TIN, 1",
        "PICK-TIN, PICK-TIN, 1",
        "/p/PICK-TIN, PICK-TIN, 1",
        "(01)09520000031015(3103)000482, PICK-LOOSE, 0.482",
    })
    void itIsKnownWhichItemItIsAndHowMuchOfIt(String code, String sku, BigDecimal quantity) {
        assertThat(find(code)).contains(new Goods(sku, quantity));
    }

    @Test
    void aScalesLabelSaysTheWeight() {
        assertThat(find(withCheckDigit("268123400350"))).contains(new Goods("PICK-LOOSE", new BigDecimal("0.35")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9520000031015", "PICK-LOOSE"})
    void whatIsWeighedDoesNotSayHowMuchItIsByItsNumberAlone(String code) {
        assertThat(find(code)).contains(new Goods("PICK-LOOSE", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "9520000031992",
                "9520000031009",
                "no such thing",
                "PICK-TIN\0",
                "https://id.gs1.org/414/1"
            })
    void nobodyKnowsTheRest(String code) {
        assertThat(find(code)).isEmpty();
    }

    private Optional<Goods> find(String code) {
        return scanned.find(code, new MockHttpServletRequest());
    }

    private static Item item(String sku, String gtin, String unit, Item.Code code) {
        return new Item(sku, gtin, List.of(code), new LocalizedName("茶", "Tea"), unit, null, null, null, null, true);
    }

    private static String withCheckDigit(String twelve) {
        int sum = 0;
        for (int i = 0; i < twelve.length(); i++) {
            sum += (twelve.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return twelve + (10 - sum % 10) % 10;
    }
}
