package io.noren.loyalty.recommendation;

import io.noren.loyalty.recommendation.Baskets.ByItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Counts, item by item, who else's items its customers have, and keeps the most telling. One row of counts at a time, so
 * that the memory it takes does not grow with the number of pairs of items, of which there may be billions.
 */
final class CoOccurrence {
    private static final Comparator<Relation> WORST_FIRST =
            Comparator.comparingDouble(Relation::score).thenComparing(Relation::related, Comparator.reverseOrder());

    private final Baskets baskets;
    private final ByItem byItem;
    private final int leastCustomers;
    private final int most;

    /**
     * @param leastCustomers fewer customers who have both say nothing, and might be recognised
     * @param most so many are kept for each item
     */
    CoOccurrence(Baskets baskets, int leastCustomers, int most) {
        this.baskets = baskets;
        this.byItem = baskets.byItem();
        this.leastCustomers = leastCustomers;
        this.most = most;
    }

    /** @param together customers who have both; the other two counts are of those who have one, whatever else */
    record Relation(int item, int related, double score, int together, int itemCustomers, int relatedCustomers) {}

    /** Item by item, the best first. */
    void each(Consumer<Relation> relation) {
        int[] together = new int[baskets.itemCount()];
        int[] met = new int[baskets.itemCount()];
        for (int item = 0; item < baskets.itemCount(); item++) {
            if (byItem.count(item) >= leastCustomers) {
                int others = count(item, together, met);
                best(item, together, met, others).forEach(relation);
                for (int n = 0; n < others; n++) {
                    together[met[n]] = 0;
                }
            }
        }
    }

    /** @return how many items were met */
    private int count(int item, int[] together, int[] met) {
        int others = 0;
        for (int place = byItem.start(item); place < byItem.start(item + 1); place++) {
            int customer = byItem.customer(place);
            int end = baskets.start(customer + 1);
            for (int its = baskets.start(customer); its < end; its++) {
                int other = baskets.item(its);
                if (together[other]++ == 0) {
                    met[others++] = other;
                }
            }
        }
        return others;
    }

    private List<Relation> best(int item, int[] together, int[] met, int others) {
        PriorityQueue<Relation> kept = new PriorityQueue<>(WORST_FIRST);
        long all = baskets.customers();
        int ofItem = byItem.count(item);
        for (int n = 0; n < others; n++) {
            int other = met[n];
            int both = together[other];
            int ofOther = byItem.count(other);
            if (other != item && both >= leastCustomers && LogLikelihoodRatio.attracts(both, ofItem, ofOther, all)) {
                double score =
                        LogLikelihoodRatio.of(both, ofItem - both, ofOther - both, all - ofItem - ofOther + both);
                if (score > 0) {
                    kept.add(new Relation(item, other, score, both, ofItem, ofOther));
                }
                if (kept.size() > most) {
                    kept.remove();
                }
            }
        }
        List<Relation> best = new ArrayList<>(kept);
        best.sort(WORST_FIRST.reversed());
        return best;
    }
}
