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
 */
public record MemberErased(UUID id, UUID member, List<UUID> accounts, Instant erasedAt) {}
