package io.noren.loyalty.offer;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Whole numbers of the smallest coin, none below 0: divided with one rounding, and spread so that nothing is left over. */
final class Coins {
    private Coins() {}

    /** {@code amount * part / whole}, half a coin rounded up. */
    static long share(long amount, long part, long whole) {
        long[] divided = divide(amount, part, whole);
        return divided[1] >= whole - divided[1] ? divided[0] + 1 : divided[0];
    }

    /**
     * Shares of {@code total} by weight that add up to it exactly: each rounded down, and what is left over goes coin by
     * coin to the largest remainders, among equals to the first. None is more than its weight if the total is not more
     * than all weights.
     *
     * @param weights not all 0, unless the total is
     */
    static long[] spread(long total, long[] weights) {
        long[] shares = new long[weights.length];
        long whole = Arrays.stream(weights).sum();
        if (total == 0) {
            return shares;
        }
        long[] remainders = new long[weights.length];
        long left = total;
        for (int i = 0; i < weights.length; i++) {
            long[] divided = divide(total, weights[i], whole);
            shares[i] = divided[0];
            remainders[i] = divided[1];
            left -= divided[0];
        }
        if (left > 0) {
            IntStream.range(0, weights.length)
                    .boxed()
                    .sorted(Comparator.comparingLong((Integer i) -> remainders[i])
                            .reversed())
                    .limit(left)
                    .forEach(i -> shares[i]++);
        }
        return shares;
    }

    /** Quotient and remainder of {@code a * b / whole}. */
    private static long[] divide(long a, long b, long whole) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) == 0 && product >= 0) {
            return new long[] {product / whole, product % whole};
        }
        BigInteger[] divided =
                BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).divideAndRemainder(BigInteger.valueOf(whole));
        return new long[] {divided[0].longValueExact(), divided[1].longValueExact()};
    }
}
