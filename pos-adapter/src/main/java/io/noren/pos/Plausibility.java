package io.noren.pos;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a till may say at all. Outside of it a till is broken or its calendar wrong, and a person should look. */
@Component
public class Plausibility {
    /** In an item's unit: nobody sells a million of anything at once. */
    public static final BigDecimal MOST_AT_ONCE = BigDecimal.valueOf(1_000_000);

    public static final int QUANTITY_DECIMALS = 3;

    /** Of 15 digits, day and till put in front included: every reader of JSON keeps such a number exactly. */
    static final long MOST_NUMBER = 999_999_999_999_999L;

    /** How far ahead of ours a till's calendar may be: time zones, and a business day opened the evening before. */
    private static final int DAYS_AHEAD = 2;

    private final Clock clock;
    private final LocalDate earliest;

    Plausibility(Clock clock, PosSettings settings) {
        this.clock = clock;
        this.earliest = settings.pos().earliestBusinessDay();
    }

    Optional<Fault> of(TillTransaction transaction, ZoneId storeZone) {
        LocalDate day = transaction.key().businessDay();
        LocalDate latest = LocalDate.now(clock.withZone(storeZone)).plusDays(DAYS_AHEAD);
        if (day.isBefore(earliest) || day.isAfter(latest)) {
            return Optional.of(new Fault(
                    "ABSURD_BUSINESS_DAY",
                    "The business day " + day + " is not between " + earliest + " and " + latest
                            + "; set the till's calendar and send the transaction again.",
                    transaction.place()));
        }
        if (transaction.key().numbered() && transaction.key().sequenceNumber() > MOST_NUMBER) {
            return Optional.of(new Fault(
                    "ABSURD_SEQUENCE_NUMBER",
                    "The sequence number has more than 15 digits, which no till counts to;"
                            + " look at what the till sent as its number, mend it and send the transaction again.",
                    transaction.place()));
        }
        TillTime at = transaction.occurredAt();
        if (at != null) {
            Instant occurred = at.in(storeZone);
            if (occurred.isBefore(earliest.atStartOfDay(storeZone).toInstant())
                    || occurred.isAfter(clock.instant().plus(Duration.ofDays(DAYS_AHEAD)))) {
                return Optional.of(new Fault(
                        "ABSURD_TIME",
                        "The time " + occurred + " cannot be; set the till's clock and send the transaction again.",
                        transaction.place()));
            }
        }
        return Optional.empty();
    }
}
