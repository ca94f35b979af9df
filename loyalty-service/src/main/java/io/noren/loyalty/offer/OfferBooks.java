package io.noren.loyalty.offer;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@link OfferBook} of now, at most {@link #BOUND} old, whichever copy of the application changed an offer. One of
 * those who ask looks at the version twice a second; the offers are read only when it has changed.
 */
@Component
class OfferBooks {
    static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration FRESH = Duration.ofMillis(500);

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong forgotten = new AtomicLong();
    private volatile @Nullable Seen last;

    OfferBooks(JdbcClient sql, JsonMapper json, Clock clock) {
        this.sql = sql;
        this.json = json;
        this.clock = clock;
    }

    private record Seen(OfferBook book, long at, long forgotten) {
        boolean isWithin(Duration age) {
            return System.nanoTime() - at < age.toNanos();
        }
    }

    OfferBook get() {
        Seen seen = last;
        if (seen != null && isGood(seen, FRESH)) {
            return seen.book();
        }
        if (lock.tryLock()) {
            try {
                return look(last);
            } finally {
                lock.unlock();
            }
        }
        // Nobody waits here: who waits may hold the connection that whoever looks needs.
        return seen != null && isGood(seen, BOUND) ? seen.book() : look(seen);
    }

    /** An offer has changed: whoever asks from now on gets it as it is now. */
    void forget() {
        forgotten.incrementAndGet();
    }

    private boolean isGood(Seen seen, Duration age) {
        return seen.forgotten() == forgotten.get() && seen.isWithin(age);
    }

    private OfferBook look(@Nullable Seen known) {
        long before = forgotten.get();
        long at = System.nanoTime();
        // The number first: what changes after it is read again, because the number will have changed, too.
        long version = sql.sql("select version from loyalty.offer_book_version")
                .query(Long.class)
                .single();
        OfferBook book =
                known != null && known.book().version() == version ? known.book() : new OfferBook(version, offers());
        last = new Seen(book, at, before);
        return book;
    }

    private List<Offer.Versioned> offers() {
        return sql.sql("""
                        select v.version, v.terms
                        from loyalty.offer o join loyalty.offer_version v on v.offer = o.id and v.version = o.version
                        where not o.withdrawn and coalesce(v.valid_until > ?::timestamptz, true)
                        """)
                .param(clock.instant()
                        .minus(Offers.PAST)
                        .truncatedTo(ChronoUnit.MICROS)
                        .toString())
                .query((row, number) -> new Offer.Versioned(
                        json.readValue(row.getString("terms"), Offer.class), row.getLong("version")))
                .list();
    }
}
