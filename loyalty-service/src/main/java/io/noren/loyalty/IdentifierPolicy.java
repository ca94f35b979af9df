package io.noren.loyalty;

import java.util.List;
import java.util.Set;

/** What rules say, whether they are in force or only tried. */
record IdentifierPolicy(List<IdentifierRule> rules, Set<BlockedIdentifier> blocked) {
    IdentifierRule of(IdentifierType type) {
        return rules.stream()
                .filter(rule -> rule.type() == type)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no rule for " + type));
    }

    boolean blocks(IdentifierType type, String value) {
        return blocked.contains(new BlockedIdentifier(type, value));
    }
}
