package io.noren.simulator;

import io.noren.packaged.Cell;
import io.noren.simulator.Transaction.Goods;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one till did on its day, numbered from 1, and what of it the hub has acknowledged to anybody who told it.
 *
 * @param lost numbers that are never told: their disk died. Neither the first nor the last, and nothing leads to them
 * @param clockAhead zero for most
 * @param offline when it has no line, after the doors opened
 * @param acknowledged by number; guarded by itself
 */
record Journal(
        TillName till,
        List<Transaction> transactions,
        Set<Long> lost,
        Duration clockAhead,
        List<Span> offline,
        BitSet acknowledged) {

    record Span(Duration from, Duration to) {
        boolean covers(Duration at) {
            return at.compareTo(from) >= 0 && at.compareTo(to) < 0;
        }
    }

    /** What it can tell of when so much time has passed. */
    Stream<Transaction> happenedBy(Duration elapsed) {
        return transactions.stream().filter(each -> each.at().compareTo(elapsed) <= 0 && !lost.contains(each.number()));
    }

    /** All that it tells in the end. */
    Stream<Transaction> told() {
        return transactions.stream().filter(each -> !lost.contains(each.number()));
    }

    boolean isOffline(Duration elapsed) {
        return offline.stream().anyMatch(span -> span.covers(elapsed));
    }

    void acknowledge(long number) {
        synchronized (acknowledged) {
            acknowledged.set(Math.toIntExact(number));
        }
    }

    boolean isAcknowledged(long number) {
        synchronized (acknowledged) {
            return acknowledged.get(Math.toIntExact(number));
        }
    }

    /** What a transaction adds to each shelf; nothing for most kinds. */
    Map<Cell, Long> moved(Transaction transaction) {
        Map<Cell, Long> moved = new HashMap<>();
        goods(transaction, (goods, sign) -> moved.merge(cell(goods), sign * goods.delta(), Long::sum));
        moved.values().removeIf(delta -> delta == 0);
        return moved;
    }

    /** The points that a transaction brings to its card. */
    long points(Transaction transaction) {
        long[] yen = new long[1];
        goods(
                transaction,
                (goods, sign) -> yen[0] -= sign * goods.delta() * goods.item().price());
        return yen[0] / Chain.YEN_PER_POINT;
    }

    @Nullable
    String card(Transaction transaction) {
        return original(transaction).card();
    }

    private void goods(Transaction transaction, BiConsumer<Goods, Integer> each) {
        if (transaction.kind().movesGoods()) {
            transaction.goods().forEach(goods -> each.accept(goods, 1));
        } else if (transaction.kind() == Transaction.Kind.POST_VOID) {
            original(transaction).goods().forEach(goods -> each.accept(goods, -1));
        }
    }

    /** Of what takes a whole one back that one, else itself. */
    private Transaction original(Transaction transaction) {
        Long number = transaction.kind() == Transaction.Kind.POST_VOID ? transaction.original() : null;
        return number == null ? transaction : transactions.get(Math.toIntExact(number) - 1);
    }

    private Cell cell(Goods goods) {
        return new Cell(goods.item().sku(), till.store());
    }
}
