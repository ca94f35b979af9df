package io.noren.loyalty.offer;

import io.noren.loyalty.Remembered;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The {@link OfferBook} of now, at most {@link #BOUND} old, whichever copy of the application changed an offer. */
@Component
class OfferBooks {
    static final Duration BOUND = Remembered.BOUND;

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Clock clock;
    private final Remembered<OfferBook> book;

    OfferBooks(JdbcClient sql, JsonMapper json, Clock clock) {
        this.sql = sql;
        this.json = json;
        this.clock = clock;
        this.book = new Remembered<>(this::version, version -> new OfferBook(version, offers()));
    }

    OfferBook get() {
        return book.get();
    }

    /** The present transaction has changed an offer: whoever asks after it gets it as it is then. */
    void forgetOnceCommitted() {
        book.forgetOnceCommitted();
    }

    private long version() {
        return sql.sql("select version from loyalty.offer_book_version")
                .query(Long.class)
                .single();
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
