package io.noren.inventory.pickup.promise;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.OpeningHours;
import io.noren.inventory.OpeningHours.Open;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store where goods may be collected, and when it has them ready. One whose opening hours are not known is always open.
 *
 * @param enabled whether anything can be collected there at all
 * @param pause in force or over; null when there was none
 */
public record PickupStore(
        String id,
        String name,
        ZoneId zone,
        @Nullable GeoPoint position,
        Optional<OpeningHours> hours,
        boolean enabled,
        PickupTerms terms,
        @Nullable PickupPause pause) {
    /** How far ahead customers may choose. */
    static final int DAYS_AHEAD = 14;

    /**
     * @param startsAt of the whole slot, whenever the store opens in it: what its places are counted by
     * @param from when the store is open in it
     */
    record Window(Instant startsAt, Instant from, Instant to) {}

    boolean isPaused(Instant now) {
        return pause != null && pause.isOn(now);
    }

    /** When an order of this moment is ready at the earliest; empty if the store does not open in time. */
    Optional<Instant> readyAfter(Instant now) {
        LocalDateTime here = LocalDateTime.ofInstant(now, zone);
        boolean tooLate = terms.cutOff() != null && !here.toLocalTime().isBefore(terms.cutOff());
        Instant begin =
                tooLate ? here.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant() : now;
        Duration preparation = terms.preparation();
        return hours.isEmpty()
                ? Optional.of(begin.plus(preparation))
                : hours.get().after(begin, preparation, zone);
    }

    /** The slots that have not ended at a moment, for as long ahead as customers may choose. */
    Stream<Window> windows(Instant from) {
        LocalDate today = LocalDate.ofInstant(from, zone);
        return today.datesUntil(today.plusDays(DAYS_AHEAD))
                .flatMap(this::windows)
                .filter(window -> window.to().isAfter(from));
    }

    private Stream<Window> windows(LocalDate day) {
        long length = terms.slot().toMinutes();
        LocalDateTime midnight = day.atStartOfDay();
        return LongStream.range(0, Duration.ofDays(1).toMinutes() / length)
                .mapToObj(number -> midnight.plusMinutes(number * length))
                .map(start -> new Window(instant(start), instant(start), instant(start.plusMinutes(length))))
                .flatMap(whole -> openIn(whole).stream());
    }

    private Instant instant(LocalDateTime time) {
        return time.atZone(zone).toInstant();
    }

    /** From the first to the last open moment of a slot. */
    private Optional<Window> openIn(Window whole) {
        if (hours.isEmpty()) {
            return Optional.of(whole).filter(window -> window.from().isBefore(window.to()));
        }
        List<Open> open = hours.get().between(whole.from(), whole.to(), zone);
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(new Window(
                        whole.startsAt(),
                        open.get(0).from(),
                        open.get(open.size() - 1).to()));
    }

    /** How long goods wait that are ready at a moment: till the store closes on the last day, or on the next it opens. */
    public Instant keptUntil(Instant readyAt) {
        Instant wholeDays = readyAt.plus(Duration.ofDays(terms.keptDays()));
        if (hours.isEmpty()) {
            return wholeDays;
        }
        LocalDate last = LocalDate.ofInstant(wholeDays, zone);
        return last.datesUntil(last.plusDays(DAYS_AHEAD))
                .flatMap(day -> hours.get().on(day, zone).stream().reduce((first, second) -> second).stream())
                .map(Open::to)
                .findFirst()
                .orElse(wholeDays);
    }
}
