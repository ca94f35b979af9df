package io.noren.pos.csv;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The receipts of which more rows may come. Most files have the rows of a receipt together; those that are sorted by time
 * have those of several tills among each other.
 */
final class OpenReceipts {
    /** More than a store has tills. */
    static final int MOST = 256;

    private final Map<String, Receipt> open = new LinkedHashMap<>();
    private final Consumer<Receipt> closed;

    /** @param closed told of each receipt once, in the order of their first rows */
    OpenReceipts(Consumer<Receipt> closed) {
        this.closed = closed;
    }

    boolean has(String key) {
        return open.containsKey(key);
    }

    /** Puts the row to its receipt; a new one closes the eldest when there are too many. */
    void add(String key, CsvRow row, int ordinal) {
        Receipt receipt = open.get(key);
        if (receipt == null) {
            if (open.size() == MOST) {
                Iterator<Receipt> eldest = open.values().iterator();
                Receipt first = eldest.next();
                eldest.remove();
                closed.accept(first);
            }
            receipt = new Receipt(key, ordinal);
            open.put(key, receipt);
        }
        receipt.add(row, ordinal);
    }

    void closeAll() {
        open.values().forEach(closed);
        open.clear();
    }
}
