package io.noren.integration.demo;

import io.noren.integration.demo.Customers.Visit;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One till. It counts its transactions per business day, and it does not count on until it was heard: what was not
 * acknowledged is reported again, word for word, before anybody else is served.
 */
final class Till {
    /** Japanese stores close after midnight: until four in the morning it is still yesterday's business. */
    private static final Duration DAY_STARTS = Duration.ofHours(4);

    private static final Duration TIME_TO_SERVE = Duration.ofSeconds(40);

    private final String store;
    private final String workstation;
    private final NorenApi noren;
    private final Clock clock;

    private @Nullable LocalDate businessDay;
    private long lastSequenceNumber;
    private byte @Nullable [] unheard;

    Till(String store, String workstation, NorenApi noren, Clock clock) {
        this.store = store;
        this.workstation = workstation;
        this.noren = noren;
        this.clock = clock;
    }

    /** Serves one customer and reports it; throws when Noren did not answer, and then reports the same next time. */
    void serve(Visit visit) {
        reportUnheard();
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), Stores.ZONE);
        LocalDate today = now.minus(DAY_STARTS).toLocalDate();
        if (!today.equals(businessDay)) {
            lastSequenceNumber = noren.lastSequenceNumber(store, workstation, today);
            businessDay = today;
        }
        lastSequenceNumber++;
        unheard = PosLog.write(new TillTransaction(
                store,
                workstation,
                today,
                lastSequenceNumber,
                now.minus(TIME_TO_SERVE),
                now,
                visit.card(),
                visit.lines()));
        byte[] report = unheard;
        reportUnheard();
        if (visit.reportedTwice()) {
            noren.reportTillDocument(report);
        }
    }

    private void reportUnheard() {
        if (unheard != null) {
            noren.reportTillDocument(unheard);
            unheard = null;
        }
    }
}
