package io.noren.integration.webshop;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.Instant;

/**
 * A shop's rate limit during one turn. What is left of it at the end goes on to the next turn, whichever copy of the
 * application has that: together they ask no more than one would.
 */
public final class ShopPace {
    private final Bucket bucket;
    private final int atOnce;

    private ShopPace(Bucket bucket, int atOnce) {
        this.bucket = bucket;
        this.atOnce = atOnce;
    }

    /** @param left of the limit at that time */
    static ShopPace going(ShopLimits limits, double left, Duration since) {
        double refilled = left
                + limits.requests() * (since.toNanos() / (double) limits.per().toNanos());
        long now = (long) Math.max(0, Math.min(limits.requests(), refilled));
        return new ShopPace(
                Bucket.builder()
                        .addLimit(limit -> limit.capacity(limits.requests())
                                .refillGreedy(limits.requests(), limits.per())
                                .initialTokens(now))
                        .build(),
                limits.requests());
    }

    /** A full one, for what is done beside the turns. */
    static ShopPace full(ShopLimits limits) {
        return going(limits, limits.requests(), Duration.ZERO);
    }

    static Duration between(Instant then, Instant now) {
        return now.isBefore(then) ? Duration.ZERO : Duration.between(then, now);
    }

    /** Waits until so many requests more may be made; a costly one may count as several, and as more than may come at once. */
    public void await(int requests) {
        try {
            for (int left = requests; left > 0; left -= atOnce) {
                bucket.asBlocking().consume(Math.min(left, atOnce));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ShopTrouble.away("Noren is stopping.", e);
        }
    }

    double left() {
        return bucket.getAvailableTokens();
    }
}
