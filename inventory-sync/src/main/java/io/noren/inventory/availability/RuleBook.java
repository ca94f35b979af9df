package io.noren.inventory.availability;

import io.noren.inventory.availability.AvailabilityRule.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All rules, and which of them count. The order is fixed: a rule for the item comes before one for its category, a
 * category before a location group, a group before a channel, and what names more of these in that order comes first;
 * the rule for everything comes last. Of two groups that a location belongs to, the rule with the lower id counts.
 */
final class RuleBook {

    static final Comparator<AvailabilityRule> MOST_SPECIFIC_FIRST = Comparator.comparingInt(
                    (AvailabilityRule rule) -> specificity(rule.scope()))
            .reversed()
            .thenComparing(AvailabilityRule::id);

    private final Map<String, List<AvailabilityRule>> bySku = new HashMap<>();
    private final Map<String, List<AvailabilityRule>> byCategory = new HashMap<>();
    private final List<AvailabilityRule> forAllItems = new ArrayList<>();
    private final Map<String, Set<String>> groupsOfLocation;
    private final @Nullable Duration staleAfter;

    /** @param staleAfter how old a location's last word may be where no rule says */
    RuleBook(List<AvailabilityRule> rules, Map<String, Set<String>> groupsOfLocation, @Nullable Duration staleAfter) {
        this.groupsOfLocation = groupsOfLocation;
        this.staleAfter = staleAfter;
        for (AvailabilityRule rule : rules) {
            Scope scope = rule.scope();
            if (scope.sku() != null) {
                bySku.computeIfAbsent(scope.sku(), sku -> new ArrayList<>()).add(rule);
            } else if (scope.category() != null) {
                byCategory
                        .computeIfAbsent(scope.category(), category -> new ArrayList<>())
                        .add(rule);
            } else {
                forAllItems.add(rule);
            }
        }
    }

    private static int specificity(Scope scope) {
        return (scope.sku() == null ? 0 : 8)
                + (scope.category() == null ? 0 : 4)
                + (scope.locationGroup() == null ? 0 : 2)
                + (scope.channel() == null ? 0 : 1);
    }

    Set<String> groupsOf(String location) {
        return groupsOfLocation.getOrDefault(location, Set.of());
    }

    /** What holds for this item in this channel. */
    OfItem forItem(String channel, String sku, @Nullable String category) {
        List<AvailabilityRule> found = new ArrayList<>(bySku.getOrDefault(sku, List.of()));
        if (category != null) {
            found.addAll(byCategory.getOrDefault(category, List.of()));
        }
        found.addAll(forAllItems);
        found.removeIf(rule ->
                rule.scope().channel() != null && !rule.scope().channel().equals(channel));
        found.sort(MOST_SPECIFIC_FIRST);
        return new OfItem(found);
    }

    /** The rules for one item in one channel; locations of the same groups share the answer. */
    final class OfItem {

        private final List<AvailabilityRule> rules;
        private final Map<Set<String>, Terms> known = new HashMap<>();

        private OfItem(List<AvailabilityRule> rules) {
            this.rules = rules;
        }

        Terms at(String location) {
            return known.computeIfAbsent(groupsOf(location), this::inGroups);
        }

        /** Over all locations; only the threshold is meant for that. */
        Terms everywhere() {
            return known.computeIfAbsent(Set.of(), this::inGroups);
        }

        private Terms inGroups(Set<String> groups) {
            return Terms.of(
                    rules.stream()
                            .filter(rule -> rule.scope().locationGroup() == null
                                    || groups.contains(
                                            Objects.requireNonNull(rule.scope().locationGroup())))
                            .toList(),
                    staleAfter);
        }
    }
}
