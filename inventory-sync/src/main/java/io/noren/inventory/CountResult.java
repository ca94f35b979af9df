package io.noren.inventory;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one reported count.
 *
 * @param id the count's
 * @param code why it was refused or held, or null
 * @param detail what to do about it, or null
 * @param held what it waits in for a person, or null
 */
public record CountResult(
        String id,
        Outcome result,
        @Nullable String code,
        @Nullable String detail,
        @Nullable UUID held) {

    public enum Outcome {
        RECORDED,
        DUPLICATE,
        /** The same id was reported with other content; a person must look. */
        CONFLICT,
        REJECTED,
        /** Waits for a person; the books are as before. */
        HELD
    }

    static CountResult of(String id, Outcome result) {
        return new CountResult(id, result, null, null, null);
    }

    static CountResult conflict(String id) {
        return new CountResult(
                id, Outcome.CONFLICT, "COUNT_CONFLICT", "This id was reported before with other content.", null);
    }

    static CountResult held(String id, UUID change, String code, String detail) {
        return new CountResult(id, Outcome.HELD, code, detail, change);
    }

    /** For callers that refuse a row before it is looked at. */
    public static CountResult rejected(String id, String code, String detail) {
        return new CountResult(id, Outcome.REJECTED, code, detail, null);
    }
}
