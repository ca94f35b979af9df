package io.noren.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last cell that was checked, as a text that means nothing to whoever gives it back. */
final class AuditCursor {

    private static final char BETWEEN = '\n';

    private AuditCursor() {}

    static String write(Cell cell) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((cell.sku() + BETWEEN + cell.location()).getBytes(UTF_8));
    }

    /** @throws Refusal {@code BAD_CURSOR} */
    static Optional<Cell> read(@Nullable String cursor) {
        if (cursor == null) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
            int between = text.indexOf(BETWEEN);
            // PostgreSQL has no text with a zero in it.
            if (between > 0 && text.indexOf(0) < 0) {
                return Optional.of(new Cell(text.substring(0, between), text.substring(between + 1)));
            }
        } catch (IllegalArgumentException notOurs) {
            throw bad(notOurs);
        }
        throw bad(null);
    }

    private static Refusal bad(@Nullable Exception cause) {
        Refusal refusal = new Refusal("BAD_CURSOR", "Give back the 'next' you got.", "after", Map.of());
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }
}
