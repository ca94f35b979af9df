package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Two members are one. Whoever keeps something by a member's id goes on under the survivor's; the absorbed one's leads
 * there, too.
 *
 * @param accounts those that came with the absorbed member, itself among them
 */
public record MembersMerged(UUID id, UUID merge, UUID survivor, UUID absorbed, List<UUID> accounts, Instant mergedAt) {}
