package io.noren.integration.screens;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A day and time by a store's clock, as a browser's field for them gives and takes it. */
final class TypedTime {
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
    private static final Pattern TYPED = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?");

    private TypedTime() {}

    static String of(Instant instant, ZoneId zone) {
        return FIELD.format(instant.atZone(zone));
    }

    /**
     * @return null for nothing
     * @throws io.noren.inventory.Refusal {@code BAD_TIME} with the field
     */
    static @Nullable Instant read(@Nullable String typed, ZoneId zone, String field) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        String text = typed.strip();
        if (TYPED.matcher(text).matches()) {
            try {
                return LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
            } catch (DateTimeException noSuchDay) {
                // It is refused below, as what has another shape is.
            }
        }
        throw Wrong.typed("BAD_TIME", field, text);
    }
}
