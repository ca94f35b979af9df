package io.noren.loyalty.recommendation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts together what one member has of each item, whatever receipts called it, and then goes on to the next member. */
final class OneMember {
    private final Baskets baskets;
    private final int most;
    private final Map<Integer, Has> items = new HashMap<>();
    private String member = "";

    /** @param most of one member, so many items count, those bought last */
    OneMember(Baskets baskets, int most) {
        this.baskets = baskets;
        this.most = most;
    }

    /** @param kept bought less brought back, in any unit */
    private record Has(int item, long kept, long at) {
        Has and(Has other) {
            return new Has(item, kept + other.kept, Math.max(at, other.at));
        }
    }

    /**
     * Rows of one member come one after the other.
     *
     * @param at when it was bought last
     */
    void has(String whose, int item, long kept, long at) {
        if (!whose.equals(member)) {
            end();
            member = whose;
        }
        items.merge(item, new Has(item, kept, at), Has::and);
    }

    /** There are no more rows of this member. */
    void end() {
        List<Has> kept = items.values().stream()
                .filter(has -> has.kept() > 0)
                .sorted(Comparator.comparingLong(Has::at).reversed().thenComparing(Has::item))
                .limit(most)
                .toList();
        if (!kept.isEmpty()) {
            baskets.add(kept.stream().mapToInt(Has::item).toArray());
        }
        items.clear();
    }
}
