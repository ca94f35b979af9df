package io.noren.loyalty.privacy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member was forgotten here, and others have to forget them, too.
 *
 * @param accounts that were part of the member
 * @param forfeitedPoints what they had left
 * @param receipts of the systems that have to answer and of those that did, by name
 */
public record Erasure(
        UUID id,
        UUID member,
        List<UUID> accounts,
        Reason reason,
        String actor,
        Instant erasedAt,
        long forfeitedPoints,
        List<Receipt> receipts) {

    /** Why. Not in somebody's words, because words say who. */
    public enum Reason {
        MEMBER_ASKED,
        LAW,
        RETENTION
    }

    /** @param answeredAt null while the system has not said that it has forgotten the member */
    public record Receipt(String system, @Nullable Instant answeredAt) {}
}
