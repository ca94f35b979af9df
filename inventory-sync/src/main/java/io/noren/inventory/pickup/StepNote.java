package io.noren.inventory.pickup;

import io.noren.inventory.Refusal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says who does a step; who they are is known from their sign-in.
 *
 * @param device a handheld's or till's name, at most 100 characters
 * @param reason why, at most 500 characters
 */
public record StepNote(@Nullable String device, @Nullable String reason) {

    public static final StepNote NONE = new StepNote(null, null);

    private static final int LONGEST_DEVICE = 100;
    private static final int LONGEST_REASON = 500;

    /** @throws Refusal {@code BAD_DEVICE}, {@code BAD_REASON} */
    public StepNote {
        device = blankAsNone(device);
        reason = blankAsNone(reason);
        check("BAD_DEVICE", "device", device, LONGEST_DEVICE);
        check("BAD_REASON", "reason", reason, LONGEST_REASON);
    }

    public static StepNote because(@Nullable String reason) {
        return new StepNote(null, reason);
    }

    private static @Nullable String blankAsNone(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static void check(String code, String field, @Nullable String text, int longest) {
        if (text != null && (text.length() > longest || text.indexOf('\0') >= 0)) {
            throw new Refusal(code, "Give at most " + longest + " characters.", field, Map.of());
        }
    }
}
