package io.noren.inventory;

import org.jspecify.annotations.Nullable;

/**
 * What became of one reported movement.
 *
 * @param id the movement's
 * @param code why it was refused, or null
 * @param detail what to do about it, or null
 */
public record MovementResult(
        String id,
        Outcome result,
        @Nullable String code,
        @Nullable String detail) {

    /** RECORDED and DUPLICATE both mean: it is in the ledger, once. */
    public enum Outcome {
        RECORDED,
        DUPLICATE,
        /** The same id was recorded with other content; a person must look. */
        CONFLICT,
        REJECTED
    }

    static MovementResult of(String id, Outcome result) {
        return new MovementResult(id, result, null, null);
    }

    static MovementResult conflict(String id) {
        return new MovementResult(
                id, Outcome.CONFLICT, "MOVEMENT_CONFLICT", "This id was recorded before with other content.");
    }

    /** For callers that refuse a row before it reaches the ledger. */
    public static MovementResult rejected(String id, String code, String detail) {
        return new MovementResult(id, Outcome.REJECTED, code, detail);
    }
}
