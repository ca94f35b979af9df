package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A merge is undone: the absorbed member is one of its own again.
 *
 * @param member of whom it had been part
 * @param accounts those that left with it, itself among them
 */
public record MembersUnmerged(
        UUID id, UUID merge, UUID member, UUID absorbed, List<UUID> accounts, Instant unmergedAt) {}
