package io.noren.inventory.pickup;

import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.handover.HandoverChecks;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes with a step; who did it is known from their sign-in.
 *
 * @param device a handheld's or till's name, at most 100 characters
 * @param reason why, at most 500 characters
 * @param checked at which documents they looked
 */
public record StepNote(@Nullable String device, @Nullable String reason, Set<HandoverChecks.Kind> checked) {

    public StepNote(@Nullable String device, @Nullable String reason) {
        this(device, reason, Set.of());
    }

    public static final StepNote NONE = new StepNote(null, null, Set.of());

    private static final int LONGEST_DEVICE = 100;
    private static final int LONGEST_REASON = 500;

    /**
     * As somebody outside says it; what is blank is not said.
     *
     * @throws Refusal {@code BAD_DEVICE}, {@code BAD_REASON}
     */
    public static StepNote said(@Nullable String device, @Nullable String reason) {
        return new StepNote(
                checked("BAD_DEVICE", "device", device, LONGEST_DEVICE),
                checked("BAD_REASON", "reason", reason, LONGEST_REASON),
                Set.of());
    }

    StepNote with(Set<HandoverChecks.Kind> looked) {
        return new StepNote(device, reason, looked);
    }

    private static @Nullable String checked(String code, String field, @Nullable String text, int longest) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String said = text.strip();
        if (said.length() > longest || said.indexOf('\0') >= 0) {
            throw new Refusal(code, "Give at most " + longest + " characters.", field, Map.of());
        }
        return said;
    }
}
