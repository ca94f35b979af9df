package io.noren.simulator;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number of a till's journal.
 *
 * @param at after the doors opened; before it for what happened in the morning
 * @param card the store card that was read, if any
 * @param original the earlier transaction of the same till that it takes back, or in which was sold what comes back
 */
record Transaction(
        long number,
        Duration at,
        Kind kind,
        List<Goods> goods,
        @Nullable String card,
        @Nullable Long original) {

    enum Kind {
        SALE,
        RETURN,
        EXCHANGE,
        POST_VOID,
        TRAINING,
        CONTROL,
        SUSPENDED,
        CANCELLED;

        boolean movesGoods() {
            return this == SALE || this == RETURN || this == EXCHANGE;
        }
    }

    /**
     * A line of the receipt.
     *
     * @param back whether the goods come back
     * @param voided whether the cashier took the line off again: the receipt then tells it twice, the second time as a void
     */
    record Goods(Item item, int quantity, boolean back, boolean voided) {
        int amount() {
            return item.price() * quantity;
        }

        /** What it adds to the shelf. */
        long delta() {
            return voided ? 0 : back ? quantity : -quantity;
        }
    }
}
