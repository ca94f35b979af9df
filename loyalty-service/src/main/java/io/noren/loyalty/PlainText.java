package io.noren.loyalty;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** Text that people typed, made safe to store and to show again. */
public final class PlainText {
    private PlainText() {}

    /**
     * Composed and without outer spaces; null when nothing is left.
     *
     * @param longest in characters as people count them, so an emoji is one
     * @throws Refusal {@code TEXT_TOO_LONG}, {@code TEXT_UNREADABLE} for control characters and halves of characters
     */
    public static @Nullable String optional(String field, @Nullable String typed, int longest) {
        if (typed == null) {
            return null;
        }
        String text = Normalizer.normalize(typed, Normalizer.Form.NFC).strip();
        if (text.codePointCount(0, text.length()) > longest) {
            throw Refusal.at(field, "TEXT_TOO_LONG", "At most " + longest + " characters are kept here.");
        }
        if (text.codePoints().anyMatch(PlainText::unreadable)) {
            throw Refusal.at(
                    field, "TEXT_UNREADABLE", "The text has control characters or broken characters; type it anew.");
        }
        return text.isEmpty() ? null : text;
    }

    /** As {@link #optional}, but something must be left. */
    public static String required(String field, @Nullable String typed, int longest, String codeWhenAbsent) {
        String text = optional(field, typed, longest);
        if (text == null) {
            throw Refusal.at(field, codeWhenAbsent, "Give a value for " + field + ".");
        }
        return text;
    }

    private static boolean unreadable(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
    }
}
