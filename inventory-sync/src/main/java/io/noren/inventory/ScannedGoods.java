package io.noren.inventory;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What somebody holds in their hand who has scanned a code: which item, and how much of it. */
@Component
public class ScannedGoods {
    private final MasterData items;

    ScannedGoods(MasterData items) {
        this.items = items;
    }

    /**
     * @param quantity in the item's unit: 12 for a case of twelve, 0.454 for a label with this weight; null where one code
     *     stands on every piece whatever it weighs, and where a label's price does not say it
     */
    public record Goods(String sku, @Nullable BigDecimal quantity) {}

    /** Empty when the code leads to no item, stored or read by a {@link NumberRule}. */
    @Transactional(readOnly = true)
    public Optional<Goods> find(ItemReference scanned) {
        return Optional.ofNullable(items.items(List.of(scanned)).get(scanned))
                .map(item -> new Goods(item.sku(), quantity(item)));
    }

    private static @Nullable BigDecimal quantity(KnownItem item) {
        BigDecimal each = item.each();
        boolean saysNothing = !item.countsInPieces()
                && !item.labelled()
                && BigDecimal.ONE.compareTo(each == null ? BigDecimal.ONE : each) == 0;
        return each == null || saysNothing ? null : Quantities.plain(each);
    }
}
