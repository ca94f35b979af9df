package io.noren.integration.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the demo's stores sell, read from {@code demo/items.tsv}: each row in each of its variants is one product. */
final class Catalogue {
    private static final String RESOURCE = "/demo/items.tsv";
    private static final Variant NO_VARIANT = new Variant("", "");

    private Catalogue() {}

    /** What follows the product's name in each language. */
    private record Variant(String ja, String en) {}

    static List<Product> products() {
        List<Product> products = new ArrayList<>();
        for (String row : read().split("\n", -1)) {
            if (row.isBlank() || row.startsWith("#")) {
                continue;
            }
            String[] columns = row.split("\t", -1);
            for (Variant variant : variants(columns.length > 5 ? columns[5] : "")) {
                products.add(product(products.size() + 1, columns, variant));
            }
        }
        return products;
    }

    private static Product product(int number, String[] columns, Variant variant) {
        return new Product(
                number,
                columns[0],
                columns[1],
                new BigDecimal(columns[2]),
                columns[3] + variant.ja(),
                columns[4] + variant.en());
    }

    /** Every combination of the groups' choices. */
    private static List<Variant> variants(String column) {
        List<Variant> combined = List.of(NO_VARIANT);
        if (column.isEmpty()) {
            return combined;
        }
        for (String group : column.split(" x ", -1)) {
            List<Variant> longer = new ArrayList<>();
            for (Variant start : combined) {
                for (String choice : group.split("\\|", -1)) {
                    String[] languages = choice.split("=", -1);
                    longer.add(new Variant(
                            start.ja() + " " + languages[0], start.en() + ", " + languages[languages.length - 1]));
                }
            }
            combined = longer;
        }
        return combined;
    }

    private static String read() {
        try (InputStream resource = Objects.requireNonNull(Catalogue.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
