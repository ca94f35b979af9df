package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts that were not believed and wait for a person.
 *
 * @param code why, for programs
 * @param detail why, for people
 * @param counts how many there are in it
 */
public record HeldChange(
        UUID id,
        String location,
        State state,
        String code,
        String detail,
        String actor,
        Instant heldAt,
        @Nullable String resolvedBy,
        @Nullable Instant resolvedAt,
        long counts) {

    public enum State {
        HELD,
        APPROVED,
        DROPPED,
        UNDONE
    }

    /** @param preview the first rows, at most 1,000 */
    public record WithPreview(HeldChange change, List<Row> preview) {}

    /**
     * One count in it.
     *
     * @param before what is on hand now
     * @param after what will be if it is approved now; the same when a newer count is known by now
     */
    public record Row(
            String count,
            String sku,
            String location,
            BigDecimal counted,
            Instant countedAt,
            @Nullable BigDecimal expected,
            BigDecimal before,
            BigDecimal after) {}
}
