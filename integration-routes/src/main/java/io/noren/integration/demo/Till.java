package io.noren.integration.demo;

import io.noren.integration.demo.Customers.Visit;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One till. It counts its transactions per business day, and it does not count on until it was heard: what was not
 * acknowledged is reported again, word for word, before anybody else is served. Without a line it serves on and reports
 * everything once it is back.
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
    private final Queue<byte[]> unheard = new ArrayDeque<>();
    private int customersWithoutLine;

    Till(String store, String workstation, NorenApi noren, Clock clock) {
        this.store = store;
        this.workstation = workstation;
        this.noren = noren;
        this.clock = clock;
    }

    /** Its line is down while it serves the next so many customers. */
    void loseLine(int customers) {
        customersWithoutLine = customers;
    }

    /** Serves one customer and reports it; throws when Noren did not answer, and then reports the same next time. */
    void serve(Visit visit) {
        boolean hasLine = customersWithoutLine == 0;
        if (hasLine) {
            reportUnheard();
        } else {
            customersWithoutLine--;
        }
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), Stores.ZONE);
        LocalDate today = now.minus(DAY_STARTS).toLocalDate();
        if (!today.equals(businessDay)) {
            lastSequenceNumber = noren.lastSequenceNumber(store, workstation, today);
            businessDay = today;
        }
        lastSequenceNumber++;
        byte[] report = PosLog.write(new TillTransaction(
                store,
                workstation,
                today,
                lastSequenceNumber,
                now.minus(TIME_TO_SERVE),
                now,
                visit.card(),
                visit.lines()));
        unheard.add(report);
        if (!hasLine) {
            return;
        }
        reportUnheard();
        if (visit.reportedTwice()) {
            noren.reportTillDocument(report);
        }
    }

    private void reportUnheard() {
        for (byte[] report = unheard.peek(); report != null; report = unheard.peek()) {
            noren.reportTillDocument(report);
            unheard.remove();
        }
    }
}
