package io.noren.inventory.availability;

import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A number that stands for what is told. It changes with every number that is told and when the store is heard from; it
 * does not change by time passing alone.
 */
final class Tag {

    // Steele and Vigna's 64-bit mix: every bit of what went in touches every bit of what comes out.
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private Tag() {}

    static long of(AtLocation told, @Nullable Instant heardAt) {
        long tag = mixed(told.location().hashCode(), told.version());
        tag = mixed(tag, told.onHand());
        tag = mixed(tag, told.reserved());
        tag = mixed(tag, told.committed());
        tag = mixed(tag, told.unavailable());
        tag = mixed(tag, Objects.hashCode(told.unavailableParts()));
        tag = mixed(tag, told.incoming());
        tag = mixed(tag, Objects.hashCode(told.incomingParts()));
        tag = mixed(tag, told.available());
        tag = mixed(tag, told.buffer());
        tag = mixed(tag, told.promisable());
        tag = mixed(tag, (told.pickup() ? 1 : 0) + (told.ship() ? 2 : 0) + (told.degraded() == null ? 0 : 4));
        return mixed(tag, heardAt == null ? Long.MIN_VALUE : heardAt.getEpochSecond());
    }

    static long mixed(long tag, long more) {
        long mixed = tag * STEP + more + STEP;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    static long mixed(long tag, BigDecimal quantity) {
        return mixed(tag, quantity.movePointRight(3).longValue());
    }
}
