package io.noren.integration.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When nobody wants to be disturbed, by the clocks on the wall: from one time of day up to another, mostly over midnight.
 *
 * @param from included
 * @param to not included; the same as {@code from} for never
 */
record QuietHours(LocalTime from, LocalTime to) {
    static final QuietHours NEVER = new QuietHours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

    private static final Pattern DASH = Pattern.compile("\\s*-\\s*");

    /**
     * @param text {@code 21:00-08:00}; blank for never
     * @throws IllegalArgumentException for anything else
     */
    static QuietHours of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return NEVER;
        }
        List<String> parts = List.of(DASH.split(text.strip(), -1));
        try {
            if (parts.size() == 2) {
                return new QuietHours(LocalTime.parse(parts.get(0)), LocalTime.parse(parts.get(1)));
            }
        } catch (DateTimeParseException e) {
            // Answered below.
        }
        throw new IllegalArgumentException(
                "noren.messages.quiet-hours is '" + text + "': write it as 21:00-08:00, or leave it empty");
    }

    /** Until when what is said at a moment has to wait there; empty when it need not. */
    Optional<Instant> heldUntil(Instant moment, ZoneId zone) {
        ZonedDateTime there = moment.atZone(zone);
        LocalTime time = there.toLocalTime();
        boolean overMidnight = from.isAfter(to);
        boolean quiet =
                overMidnight ? !time.isBefore(from) || time.isBefore(to) : !time.isBefore(from) && time.isBefore(to);
        if (!quiet) {
            return Optional.empty();
        }
        LocalDate day =
                overMidnight && !time.isBefore(from) ? there.toLocalDate().plusDays(1) : there.toLocalDate();
        // Where clocks are put forward over that time it is the first moment after; where it comes twice, the first, or
        // the second if the first is over.
        ZonedDateTime end = day.atTime(to).atZone(zone);
        Instant first = end.toInstant();
        return Optional.of(
                first.isAfter(moment) ? first : end.withLaterOffsetAtOverlap().toInstant());
    }
}
