package io.noren.loyalty.recommendation;

import java.util.Arrays;

/**
 * Who has what, as numbers: for each customer the items they have, and for each item the customers who have it. Eight
 * bytes for each pair of a customer and an item, and nothing else that grows.
 */
final class Baskets {
    private static final int ROOM = 1 << 12;

    private final int itemCount;
    private int[] starts = new int[ROOM];
    private int[] items = new int[ROOM];
    private int customers;

    /** @param itemCount items are numbers from 0 to below this */
    Baskets(int itemCount) {
        this.itemCount = itemCount;
    }

    /** One customer more. Each item once. */
    void add(int[] its) {
        int end = starts[customers] + its.length;
        if (end > items.length) {
            items = Arrays.copyOf(items, Math.max(end, items.length + (items.length >> 1)));
        }
        System.arraycopy(its, 0, items, starts[customers], its.length);
        if (++customers == starts.length) {
            starts = Arrays.copyOf(starts, customers + (customers >> 1));
        }
        starts[customers] = end;
    }

    int customers() {
        return customers;
    }

    int itemCount() {
        return itemCount;
    }

    /** How many pairs of a customer and an item there are. */
    int pairs() {
        return starts[customers];
    }

    /** Where in {@link #item} those of a customer begin; those of the next begin where they end. */
    int start(int customer) {
        return starts[customer];
    }

    int item(int place) {
        return items[place];
    }

    /** The same the other way round. */
    ByItem byItem() {
        int[] ends = new int[itemCount + 1];
        for (int place = 0; place < pairs(); place++) {
            ends[items[place] + 1]++;
        }
        for (int item = 0; item < itemCount; item++) {
            ends[item + 1] += ends[item];
        }
        int[] next = Arrays.copyOf(ends, itemCount);
        int[] has = new int[pairs()];
        for (int customer = 0; customer < customers; customer++) {
            for (int place = starts[customer]; place < starts[customer + 1]; place++) {
                has[next[items[place]]++] = customer;
            }
        }
        return new ByItem(ends, has);
    }

    /** For each item, the customers who have it. */
    static final class ByItem {
        private final int[] starts;
        private final int[] customers;

        private ByItem(int[] starts, int[] customers) {
            this.starts = starts;
            this.customers = customers;
        }

        int start(int item) {
            return starts[item];
        }

        int customer(int place) {
            return customers[place];
        }

        /** How many customers have the item. */
        int count(int item) {
            return starts[item + 1] - starts[item];
        }
    }
}
