package io.noren.loyalty;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which line of which sale came back. A return that names its sale is of that sale. One that names none is of the last
 * time the item was bought before, then of the time before that. What fits nowhere is nobody's: it was bought without a
 * card, or the sale is not told yet.
 */
final class Netting {
    private static final Comparator<Sold> OLDEST_FIRST = Comparator.comparing(Sold::at)
            .thenComparing(sold -> sold.where().purchase())
            .thenComparing(sold -> sold.where().number());

    private final Map<Line, BigDecimal> broughtBack = new HashMap<>();

    private Netting() {}

    /** A line of a sale. */
    record Line(UUID purchase, int number) {}

    record Sold(Line where, String source, String transaction, Instant at, String item, BigDecimal quantity) {
        boolean isOf(String otherSource, String sale) {
            return source.equals(otherSource) && transaction.equals(sale);
        }
    }

    /** @param sale the key of the sale within the same source; null when the till did not know it */
    record Back(String source, @Nullable String sale, Instant at, String item, BigDecimal quantity) {}

    /** How much came back of each line; never more than was sold in it. Lines of which nothing did are absent. */
    static Map<Line, BigDecimal> broughtBack(List<Sold> sold, List<Back> back) {
        Map<String, List<Sold>> byItem = sold.stream().sorted(OLDEST_FIRST).collect(Collectors.groupingBy(Sold::item));
        List<Back> inTime = back.stream()
                .sorted(Comparator.comparing(Back::at).thenComparing(Back::quantity))
                .toList();
        Netting netting = new Netting();
        for (Back goods : inTime) {
            String sale = goods.sale();
            if (sale != null) {
                netting.take(
                        goods, byItem.getOrDefault(goods.item(), List.of()), line -> line.isOf(goods.source(), sale));
            }
        }
        byItem.values().forEach(Collections::reverse);
        for (Back goods : inTime) {
            if (goods.sale() == null) {
                netting.take(
                        goods,
                        byItem.getOrDefault(goods.item(), List.of()),
                        line -> !line.at().isAfter(goods.at()));
            }
        }
        return netting.broughtBack;
    }

    private void take(Back goods, List<Sold> ofItem, Predicate<Sold> fits) {
        BigDecimal open = goods.quantity();
        for (Sold line : ofItem) {
            if (open.signum() > 0 && fits.test(line)) {
                BigDecimal before = broughtBack.getOrDefault(line.where(), BigDecimal.ZERO);
                BigDecimal taken = open.min(line.quantity().subtract(before));
                if (taken.signum() > 0) {
                    broughtBack.put(line.where(), before.add(taken));
                    open = open.subtract(taken);
                }
            }
        }
    }
}
