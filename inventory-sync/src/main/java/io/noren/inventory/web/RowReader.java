package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a row whose neighbours must not suffer when one is missing or odd. */
final class RowReader {

    private RowReader() {}

    static <T> T given(@Nullable T value, String field) {
        return Optional.ofNullable(value)
                .orElseThrow(() -> new Refusal("MISSING_FIELD", "'" + field + "' is missing.", field, Map.of()));
    }

    static Instant instant(String text, String field) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            Refusal refusal = new Refusal(
                    "BAD_INSTANT", "'" + text + "' is no instant: write 2026-11-22T10:15:30Z.", field, Map.of());
            refusal.initCause(e);
            throw refusal;
        }
    }
}
