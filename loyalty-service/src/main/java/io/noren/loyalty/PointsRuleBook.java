package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All versions of the rules of points at one moment. */
final class PointsRuleBook {
    private final List<PointsRuleSet> versions;

    /** @param versions all there are, the latest first */
    PointsRuleBook(List<PointsRuleSet> versions) {
        this.versions = List.copyOf(versions);
    }

    List<PointsRuleSet> latestFirst() {
        return versions;
    }

    /** What held then; of a time before the first version, the first. */
    PointsRuleSet at(Instant time) {
        return versions.stream()
                .filter(rules -> !rules.beginsAt().isAfter(time))
                .findFirst()
                .orElse(versions.get(versions.size() - 1));
    }

    Optional<PointsRuleSet> version(long version) {
        return versions.stream().filter(rules -> rules.version() == version).findFirst();
    }
}
