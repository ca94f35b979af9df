package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A member was forgotten. Whoever keeps something by one of these ids forgets it, too, and answers so under the
 * erasure's id.
 *
 * @param id of the erasure
 * @param accounts all that were part of the member, itself among them
 * @param telling of the first it is the erasure's id; whoever has not answered is told again, under another
 */
public record MemberErased(UUID id, UUID member, List<UUID> accounts, Instant erasedAt, UUID telling) {
    public MemberErased {
        // As it was told before it could be told again.
        telling = telling == null ? id : telling;
    }

    /** The first telling. */
    public MemberErased(UUID id, UUID member, List<UUID> accounts, Instant erasedAt) {
        this(id, member, accounts, erasedAt, id);
    }
}
