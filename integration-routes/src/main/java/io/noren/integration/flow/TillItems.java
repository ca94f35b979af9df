package io.noren.integration.flow;

import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.pos.ItemCode;
import io.noren.pos.TransactionKey;
import java.util.List;

/** A till's codes in the stockroom's words. */
final class TillItems {
    private TillItems() {}

    static ItemReference reference(TransactionKey transaction, List<ItemCode> codes) {
        return ItemReference.codes(
                transaction.source(),
                codes.stream()
                        .map(code ->
                                new Item.Code(Item.Scheme.valueOf(code.scheme().name()), code.value(), null))
                        .toList());
    }
}
