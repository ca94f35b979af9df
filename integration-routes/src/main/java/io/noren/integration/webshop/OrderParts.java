package io.noren.integration.webshop;

import io.noren.integration.webshop.ShopOrder.Line;
import io.noren.integration.webshop.ShopOrder.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the lines of one order are made of. Once something is booked for every part of a line, that is written down and
 * counts for ever, whatever the shop says later: an item that it renames must not leave a second time under its new name.
 */
final class OrderParts {
    private final JdbcClient jdbc;
    private final String shop;
    private final ShopOrder told;
    /** By line. */
    private final Map<String, List<Part>> remembered;

    private OrderParts(JdbcClient jdbc, String shop, ShopOrder told, Map<String, List<Part>> remembered) {
        this.jdbc = jdbc;
        this.shop = shop;
        this.told = told;
        this.remembered = remembered;
    }

    /** For the owner of the order's row. */
    static OrderParts of(JdbcClient jdbc, String shop, ShopOrder told) {
        Map<String, List<Part>> remembered = new HashMap<>();
        if (told.lines().stream().anyMatch(line -> line.parts() != null)) {
            jdbc.sql("""
                            select line, sku, each from integration.webshop_order_part
                            where shop = :shop and shop_order = :order order by line, sku
                            """).param("shop", shop).param("order", told.id()).query(row -> {
                remembered
                        .computeIfAbsent(row.getString("line"), line -> new ArrayList<>())
                        .add(new Part(row.getString("sku"), row.getBigDecimal("each")));
            });
        }
        return new OrderParts(jdbc, shop, told, remembered);
    }

    /** The order's lines, each of one item. */
    List<Line> lines(OrderPieces pieces) {
        return told.lines().stream().flatMap(line -> lines(line, pieces)).toList();
    }

    private Stream<Line> lines(Line line, OrderPieces pieces) {
        List<Part> parts = line.parts();
        if (parts == null) {
            String booked = line.sku().isEmpty() ? pieces.skuOf(line.line()) : line.sku();
            return booked == null
                    ? Stream.of()
                    : Stream.of(new Line(line.line(), booked, line.place(), line.quantity(), line.fulfilled()));
        }
        List<Part> known = remembered.getOrDefault(line.line(), merged(parts));
        return known.isEmpty() ? pieces.asKept(line) : known.stream().map(line::of);
    }

    // Each item once, and only what there is some of: what comes from a shop is not always as it should be.
    private static List<Part> merged(List<Part> parts) {
        Map<String, BigDecimal> merged = new HashMap<>();
        parts.stream()
                .filter(part -> part.each().signum() > 0)
                .forEach(part -> merged.merge(part.sku(), part.each(), BigDecimal::add));
        return merged.entrySet().stream()
                .map(part -> new Part(part.getKey(), part.getValue()))
                .toList();
    }

    /** Writes down what the lines are made of that something is now booked for, part for part. */
    void remember(OrderPieces pieces) {
        for (Line line : told.lines()) {
            List<Part> parts = line.parts() == null ? List.of() : merged(line.parts());
            if (!remembered.containsKey(line.line())
                    && parts.stream()
                            .allMatch(part -> pieces.skuOf(line.of(part).line()) != null)) {
                parts.forEach(part -> remember(line.line(), part));
            }
        }
    }

    private void remember(String line, Part part) {
        jdbc.sql("""
                        insert into integration.webshop_order_part (shop, shop_order, line, sku, each)
                        values (:shop, :order, :line, :sku, :each)
                        """)
                .param("shop", shop)
                .param("order", told.id())
                .param("line", line)
                .param("sku", part.sku())
                .param("each", part.each())
                .update();
    }
}
