package io.noren.loyalty;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two members who are taken for one customer.
 *
 * @param survivor whose profile is shown while they are merged
 * @param absorbed whose id leads to the survivor while they are merged
 * @param reason why they are one, in words
 * @param ruleVersion of the identifier rules in force when it was proposed; null before there were any
 * @param automatic decided by those rules, not by a person
 * @param undoneBecause why they are two after all
 */
public record Merge(
        UUID id,
        UUID survivor,
        UUID absorbed,
        State state,
        String reason,
        String proposedBy,
        Instant proposedAt,
        @Nullable Long ruleVersion,
        boolean automatic,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String undoneBecause,
        @Nullable String undoneBy,
        @Nullable Instant undoneAt) {

    /** Where it stands. What is undone or rejected is proposed anew as another one. */
    public enum State {
        /** Somebody is to look at both and decide. */
        PROPOSED,
        /** They are one member. */
        MERGED,
        /** They were, and are two again. */
        UNMERGED,
        /** They are not one customer. */
        REJECTED
    }
}
