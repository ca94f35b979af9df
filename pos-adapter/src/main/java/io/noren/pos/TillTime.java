package io.noren.pos;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time as a till wrote it.
 *
 * @param offset null when the till wrote none; then its store's zone is meant
 */
public record TillTime(LocalDateTime local, @Nullable ZoneOffset offset) {

    /** The instant, to the microsecond: finer is not kept. */
    public Instant in(ZoneId storeZone) {
        Instant instant = offset == null ? local.atZone(storeZone).toInstant() : local.toInstant(offset);
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
