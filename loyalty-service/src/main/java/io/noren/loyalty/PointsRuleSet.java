package io.noren.loyalty;

import java.time.Instant;
import java.util.UUID;

/**
 * Rules of points that are, were or will be in force together. A version never changes.
 *
 * @param version from 1, without gaps; at any time the highest that had begun was in force
 * @param dryRun in which they were tried on past purchases before
 * @param beginsAt purchases from then on earn by them, unless a later version has begun
 */
public record PointsRuleSet(
        long version,
        UUID dryRun,
        Instant beginsAt,
        String reason,
        String activatedBy,
        Instant activatedAt,
        PointsPolicy rules) {}
