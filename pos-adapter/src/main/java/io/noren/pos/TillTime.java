package io.noren.pos;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import org.jspecify.annotations.Nullable;

/**
 * A time as a till wrote it.
 *
 * @param offset null when the till wrote none; then its store's zone is meant
 */
public record TillTime(LocalDateTime local, @Nullable ZoneOffset offset) {

    /**
     * A date and time as a formatter has parsed it, with or without an offset.
     *
     * @throws DateTimeException when it has no date or no time
     */
    public static TillTime of(TemporalAccessor parsed) {
        return new TillTime(LocalDateTime.from(parsed), parsed.query(TemporalQueries.offset()));
    }

    /** The instant, to the microsecond: finer is not kept. */
    public Instant in(ZoneId storeZone) {
        Instant instant = offset == null ? local.atZone(storeZone).toInstant() : local.toInstant(offset);
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
