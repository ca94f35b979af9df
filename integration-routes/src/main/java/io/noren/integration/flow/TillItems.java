package io.noren.integration.flow;

import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.MasterData;
import io.noren.pos.ItemCode;
import io.noren.pos.TransactionKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A till's codes in the stockroom's words, and what a line waits for that the stockroom refused. */
@Component
class TillItems {
    private final MasterData masterData;

    TillItems(MasterData masterData) {
        this.masterData = masterData;
    }

    static ItemReference reference(TransactionKey transaction, List<ItemCode> codes) {
        return ItemReference.codes(
                transaction.source(),
                codes.stream()
                        .map(code ->
                                new Item.Code(Item.Scheme.valueOf(code.scheme().name()), code.value(), null))
                        .toList());
    }

    /** @param refusal why it was refused */
    List<String> waitedFor(ItemReference item, String location, @Nullable String refusal) {
        if (refusal != null && WaitingFor.AN_ITEM_OR_RULE.contains(refusal)) {
            return WaitingFor.itemWith(masterData.codesThatLead(item));
        }
        return WaitingFor.UNKNOWN_LOCATION.equals(refusal) ? List.of(WaitingFor.location(location)) : List.of();
    }
}
