package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Rules that were tried on history. They can be put into force while those they were compared with still are.
 *
 * @param basedOn the version in force they were compared with
 * @param claims how many of history were decided again
 * @param wouldMerge that were left to a person, and these rules would have decided
 * @param wouldPart that rules decided, and these would have left to a person
 * @param wouldUnlink how many live identifiers have a value that these block
 */
public record RuleDryRun(
        UUID id,
        long basedOn,
        List<IdentifierRule> rules,
        Set<BlockedIdentifier> blocked,
        long claims,
        Differing wouldMerge,
        Differing wouldPart,
        long wouldUnlink) {

    /** Most that are listed one by one. */
    public static final int MOST_LISTED = 100;

    /**
     * Claims that would have been decided otherwise.
     *
     * @param latest at most {@value #MOST_LISTED}, the latest first
     */
    public record Differing(long total, List<Decided> latest) {}

    /**
     * One of them.
     *
     * @param merge that came of it, with both members and all evidence
     * @param doubts that these rules would have had; none where they would have merged
     */
    public record Decided(UUID claim, UUID merge, IdentifierType type, Instant at, List<Doubt> doubts) {}
}
