package io.noren.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final List<Product> products = Catalogue.products();

    @Test
    void threeHundredProductsHaveTheirOwnSkuGtinAndNames() {
        assertThat(products).hasSize(300);
        assertThat(distinct(Product::sku)).isEqualTo(300);
        assertThat(distinct(Product::gtin)).isEqualTo(300);
        assertThat(distinct(Product::ja)).isEqualTo(300);
        assertThat(distinct(Product::en)).isEqualTo(300);
        assertThat(products.get(0).sku()).isEqualTo("N-0001");
        assertThat(products.get(299).sku()).isEqualTo("N-0300");
    }

    @Test
    void everyGtinIsFromTheExampleRangeAndPassesItsCheckDigit() {
        assertThat(products).allSatisfy(product -> {
            assertThat(product.gtin()).startsWith("9521000").hasSize(13);
            assertThat(sumByWeight(product.gtin()) % 10).isZero();
        });
        assertThat(products.get(0).gtin()).startsWith("952100000001");
    }

    @Test
    void everyPlaceHasAGlnOfItsOwnThatPassesItsCheckDigit() {
        assertThat(Stores.all())
                .extracting(place -> place.gln())
                .doesNotHaveDuplicates()
                .hasSize(5);
        assertThat(Stores.all())
                .allSatisfy(place -> assertThat(sumByWeight(place.gln()) % 10).isZero());
    }

    @Test
    void aVariantIsNamedInBothLanguages() {
        assertThat(products.get(0).ja()).isEqualTo("オーガニックコットンTシャツ 白 S");
        assertThat(products.get(0).en()).isEqualTo("Organic cotton T-shirt, white, S");
        assertThat(products).allSatisfy(product -> {
            assertThat(product.ja()).isNotBlank().doesNotContain("=", "|");
            assertThat(product.en()).isNotBlank().isASCII().doesNotContain("=", "|");
        });
    }

    @Test
    void pricesAreWholeYenAndSomeFoodIsWeighed() {
        assertThat(products).allSatisfy(product -> {
            assertThat(product.price()).isGreaterThan(BigDecimal.TEN);
            assertThat(product.price().stripTrailingZeros().scale()).isNotPositive();
            assertThat(product.unit()).isIn("EACH", "KG");
        });
        assertThat(products)
                .filteredOn(Product::weighed)
                .hasSizeGreaterThan(10)
                .allSatisfy(product -> assertThat(product.category()).isEqualTo("food"));
    }

    /** The check of a complete number, weights from the right 1, 3, 1, …: not the way in which it was made. */
    private static int sumByWeight(String number) {
        int sum = 0;
        for (int fromRight = 0; fromRight < number.length(); fromRight++) {
            int digit = Character.digit(number.charAt(number.length() - 1 - fromRight), 10);
            sum += fromRight % 2 == 0 ? digit : 3 * digit;
        }
        return sum;
    }

    private int distinct(Function<Product, String> property) {
        return products.stream().map(property).collect(Collectors.toSet()).size();
    }
}
