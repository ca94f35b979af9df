package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Rules about identifiers that are or were in force together. A version never changes.
 *
 * @param version from 1, without gaps; the highest is in force
 * @param dryRun in which they were tried on history before
 * @param rules one for each type, the most telling first
 * @param blocked values that lead to nobody
 */
public record IdentifierRuleSet(
        long version,
        UUID dryRun,
        String reason,
        String activatedBy,
        Instant activatedAt,
        List<IdentifierRule> rules,
        Set<BlockedIdentifier> blocked) {

    public IdentifierRuleSet {
        rules = List.copyOf(rules);
        blocked = Set.copyOf(blocked);
    }

    IdentifierPolicy policy() {
        return new IdentifierPolicy(rules, blocked);
    }
}
