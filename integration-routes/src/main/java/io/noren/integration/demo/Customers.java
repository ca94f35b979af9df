package io.noren.integration.demo;

import io.noren.integration.demo.TillTransaction.Kind;
import io.noren.integration.demo.TillTransaction.Line;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Who comes to the tills, what they buy and what goes wrong: drawn by chance, the same for the same seed. */
final class Customers {
    /** On the shelf already, but head office has not entered it yet: its sales wait at {@code /parked}. */
    static final Product NOT_ENTERED_YET =
            new Product(301, "food", "EACH", BigDecimal.valueOf(690), "ゆずぽん酢", "Yuzu ponzu sauce");

    private static final int PERCENT_WITH_CARD = 35;
    private static final int PERCENT_RETURNING = 4;
    private static final int PERCENT_CHANGING_THEIR_MIND = 6;
    private static final int PERCENT_REPORTED_TWICE = 3;
    /** Rare, but one early on, so that a visitor finds an example. */
    private static final int FIRST_UNKNOWN_ITEM = 8;

    private static final int UNKNOWN_ITEM_EVERY = 500;

    private final List<Product> products;
    private final Random random;
    private int visits;

    Customers(List<Product> products, Random random) {
        this.products = products;
        this.random = random;
    }

    /**
     * @param reportedTwice the till does not hear the answer and sends its document again
     */
    record Visit(@Nullable String card, List<Line> lines, boolean reportedTwice) {}

    Visit next() {
        visits++;
        boolean unknownItem = visits % UNKNOWN_ITEM_EVERY == FIRST_UNKNOWN_ITEM;
        boolean returning = !unknownItem && chance(PERCENT_RETURNING);
        List<Line> lines = new ArrayList<>();
        for (int wanted = returning ? 1 : 1 + random.nextInt(4); wanted > 0; wanted--) {
            lines.add(line(lines.size() + 1, returning ? Kind.RETURNED : Kind.SOLD, anyProduct()));
        }
        if (!returning && chance(PERCENT_CHANGING_THEIR_MIND)) {
            Line regretted = line(lines.size() + 1, Kind.SOLD, anyProduct());
            lines.add(regretted);
            lines.add(regretted.voidedBy(lines.size() + 1));
        }
        if (unknownItem) {
            lines.add(line(lines.size() + 1, Kind.SOLD, NOT_ENTERED_YET));
        }
        String card = chance(PERCENT_WITH_CARD) ? People.card(1 + random.nextInt(People.HOW_MANY)) : null;
        return new Visit(card, List.copyOf(lines), chance(PERCENT_REPORTED_TWICE));
    }

    private Product anyProduct() {
        return products.get(random.nextInt(products.size()));
    }

    private Line line(int number, Kind kind, Product product) {
        BigDecimal quantity = product.weighed()
                ? BigDecimal.valueOf(80 + random.nextInt(420), 3)
                : BigDecimal.valueOf(chance(80) ? 1 : 2);
        return new Line(
                number,
                kind,
                null,
                product.gtin(),
                product.ja(),
                quantity,
                product.weighed() ? "KG" : "EA",
                product.price());
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
