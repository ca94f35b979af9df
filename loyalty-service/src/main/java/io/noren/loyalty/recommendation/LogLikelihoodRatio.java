package io.noren.loyalty.recommendation;

/**
 * How surprising it is that two items are bought by the same customers: Dunning's G², twice the logarithm of the ratio
 * between how likely the four counts are when the items depend on each other, and when they do not (Ted Dunning,
 * Accurate Methods for the Statistics of Surprise and Coincidence, 1993). Unlike a count of what is bought together it
 * says nothing for what everybody buys, and unlike a share it does not believe in what two customers did.
 */
final class LogLikelihoodRatio {
    private LogLikelihoodRatio() {}

    /**
     * @param both customers who have both items
     * @param one customers who have the first and not the second
     * @param other customers who have the second and not the first
     * @param neither all the others
     * @return 0 when they have nothing to do with each other, the more the less it looks like chance; also when the
     *     items avoid each other
     */
    static double of(long both, long one, long other, long neither) {
        double rows = entropy(both + one, other + neither);
        double columns = entropy(both + other, one + neither);
        double cells = entropy(both, one, other, neither);
        // What is nothing may come out a little below it.
        return Math.max(0, 2 * (rows + columns - cells));
    }

    /** Whether more customers have both than would be so by chance. */
    static boolean attracts(long both, long ofOne, long ofOther, long all) {
        return both * all > ofOne * ofOther;
    }

    /** Not divided by the sum, so in units of information times customers. */
    private static double entropy(long... counts) {
        long sum = 0;
        double parts = 0;
        for (long count : counts) {
            sum += count;
            parts += timesItsLogarithm(count);
        }
        return timesItsLogarithm(sum) - parts;
    }

    private static double timesItsLogarithm(long count) {
        return count == 0 ? 0 : count * Math.log((double) count);
    }
}
