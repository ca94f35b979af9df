package io.noren.integration.qr.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.Item;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a label says of a price, to the last yen. */
class ShelfPriceTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // total, rate, before tax
                "1980, 10, '本体 ¥1,800（税率10%）'",
                "1080, 8, '本体 ¥1,000（税率8%）'",
                "1000, 8, 本体 ¥926（税率8%）", // 1000 × 8/108 = 74.07…
                "1, 10, 本体 ¥1（税率10%）",
                "0, 10, 本体 ¥0（税率10%）",
                "500, 0, 本体 ¥500（税率0%）",
                "1980, -, -",
            })
    void thePriceBeforeTaxFollowsFromTheTotal(int total, @Nullable BigDecimal rate, @Nullable String beforeTax) {
        ShelfPrice price = ShelfPrice.of(item(yen(total), rate, null)).orElseThrow();
        assertThat(price.beforeTax()).isEqualTo(beforeTax);
        assertThat(price.taxIncluded()).isEqualTo("税込");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 10})
    void whereATillAddedTheTaxItIsTakenOffAgainExactly(int rate) {
        for (int before = 1; before <= 30_000; before++) {
            int total = before + before * rate / 100;
            String told = ShelfPrice.of(item(yen(total), BigDecimal.valueOf(rate), null))
                    .orElseThrow()
                    .beforeTax();
            assertThat(told).isEqualTo("本体 ¥%,d（税率%d%%）".formatted(before, rate));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // price, content, unit price
                "1980, 80, G, '100gあたり ¥2,475'",
                "398, 1.8, L, 100mlあたり ¥22.1", // 22.11…
                "100, 300, G, 100gあたり ¥33.3",
                "200, 300, G, 100gあたり ¥66.7",
                "1, 3000, ML, 100mlあたり ¥0",
                "980, 5, KG, 100gあたり ¥19.6",
                "540, 12, EACH, 1個あたり ¥45",
                "1200, 250, CM, 1mあたり ¥480",
                "300, 100, G, -", // it is the price itself
                "300, 1, EACH, -",
                "300, 0.1, KG, -",
            })
    void theUnitPriceIsReckonedFromTheContentAndRoundedOnce(
            int price, BigDecimal quantity, Item.Measure measure, @Nullable String unitPrice) {
        Item item = item(yen(price), null, new Item.Content(quantity, measure));
        assertThat(ShelfPrice.of(item).orElseThrow().unitPrice()).isEqualTo(unitPrice);
    }

    @Test
    void nothingIsSaidOfAContentThatNobodyKnows() {
        assertThat(ShelfPrice.of(item(yen(1980), null, null)).orElseThrow().unitPrice())
                .isNull();
    }

    @Test
    void whatIsSoldByWeightHasItsPriceForAKilogramAndAUnitPrice() {
        Item byWeight = new Item(
                "TEA", null, List.of(), new LocalizedName("量り売り", null), "KG", null, null, yen(4500), null, true);
        ShelfPrice price = ShelfPrice.of(byWeight).orElseThrow();
        assertThat(price.total()).isEqualTo("¥4,500");
        assertThat(price.taxIncluded()).isEqualTo("税込／1kg");
        assertThat(price.unitPrice()).isEqualTo("100gあたり ¥450");
    }

    @Test
    void anotherCurrencyIsWrittenByItsNameAndInItsCoins() {
        Money euro = new Money(new BigDecimal("12.5"), "EUR");
        ShelfPrice price = ShelfPrice.of(
                        item(euro, BigDecimal.valueOf(10), new Item.Content(BigDecimal.valueOf(300), Item.Measure.G)))
                .orElseThrow();
        assertThat(price.total()).isEqualTo("EUR 12.50");
        assertThat(price.beforeTax()).isEqualTo("本体 EUR 11.37（税率10%）");
        assertThat(price.unitPrice()).isEqualTo("100gあたり EUR 4.17");
    }

    @Test
    void anItemWithoutAPriceSaysNothingOfIt() {
        assertThat(ShelfPrice.of(item(null, BigDecimal.TEN, null))).isEmpty();
    }

    private static Money yen(int amount) {
        return new Money(BigDecimal.valueOf(amount), "JPY");
    }

    private static Item item(@Nullable Money price, @Nullable BigDecimal rate, Item.@Nullable Content content) {
        return new Item(
                        "TEA",
                        null,
                        List.of(),
                        new LocalizedName("煎茶", "Sencha"),
                        Item.EACH,
                        null,
                        null,
                        price,
                        null,
                        true)
                .withTaxAndContent(rate, content);
    }
}
