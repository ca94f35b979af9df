package io.noren.loyalty.offer;

import org.jspecify.annotations.Nullable;

/**
 * How an offer goes with others.
 *
 * @param group of its name one offer applies to a basket, the one that gives most; null for an offer by itself
 * @param priority the higher one is taken off first, and what follows is reckoned from what it left; 0 to 1,000
 * @param combines false: it takes only lines that no other offer has made cheaper, and none makes them cheaper after it;
 *     true when absent
 */
public record Stacking(
        @Nullable String group,
        @Nullable Integer priority,
        @Nullable Boolean combines) {
    /** By itself, and with every other. */
    public static Stacking none() {
        return new Stacking(null, null, null);
    }

    int height() {
        return priority == null ? 0 : priority;
    }

    boolean isAlone() {
        return Boolean.FALSE.equals(combines);
    }
}
