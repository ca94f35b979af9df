package io.noren.loyalty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of two members one of whom has proven an identifier that leads to the other. The rules decide from it
 * whether they are one, now or later, when other rules are tried on history.
 *
 * @param shared as it leads to its holder
 * @param claimants what leads to whoever proved it as well
 * @param holders what leads to the member it leads to, itself included
 * @param known doubts that are facts about the two, whatever the rules
 */
record Evidence(Identifier shared, List<Identifier> claimants, List<Identifier> holders, Set<Doubt> known) {

    /** None if the rules make them one. */
    List<Doubt> doubts(IdentifierPolicy policy) {
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        known.stream().filter(doubt -> !doubt.isByRules()).forEach(doubts::add);
        if (shared.assurance() != Assurance.VERIFIED) {
            doubts.add(Doubt.HOLDER_UNVERIFIED);
        }
        if (!policy.of(shared.type()).merges()) {
            doubts.add(Doubt.TYPE_NEVER_MERGES);
        }
        if (policy.blocks(shared.type(), shared.value())) {
            doubts.add(Doubt.BLOCKED_VALUE);
        }
        for (IdentifierRule rule : policy.rules()) {
            if (rule.tellsApart() && apart(rule.type())) {
                doubts.add(Doubt.OTHER_VERIFIED_IDENTIFIER);
            }
        }
        if (tooMany(policy, claimants, holders)) {
            doubts.add(Doubt.LIMIT_EXCEEDED);
        }
        return List.copyOf(doubts);
    }

    /** Whether the claimant is the better known of the two: has proven the most telling identifier besides the shared. */
    int claimantsLead(IdentifierPolicy policy) {
        return Integer.compare(mostTelling(policy, holders), mostTelling(policy, claimants));
    }

    /** Whether two members would have more together than one may have. */
    static boolean tooMany(IdentifierPolicy policy, List<Identifier> some, List<Identifier> others) {
        return policy.rules().stream().anyMatch(rule -> {
            Integer most = rule.most();
            Set<String> values = new HashSet<>();
            Stream.of(some, others)
                    .flatMap(Collection::stream)
                    .filter(each -> each.type() == rule.type())
                    .forEach(each -> values.add(each.value()));
            return most != null && values.size() > most;
        });
    }

    private boolean apart(IdentifierType type) {
        Set<String> claimed = new HashSet<>(verified(type, claimants));
        Set<String> held = verified(type, holders);
        if (type == shared.type()) {
            claimed.add(shared.value());
        }
        return !claimed.isEmpty() && !held.isEmpty() && claimed.stream().noneMatch(held::contains);
    }

    private static Set<String> verified(IdentifierType type, List<Identifier> of) {
        return of.stream()
                .filter(each -> each.type() == type && each.assurance() == Assurance.VERIFIED)
                .map(Identifier::value)
                .collect(Collectors.toSet());
    }

    private int mostTelling(IdentifierPolicy policy, List<Identifier> of) {
        List<Integer> priorities = new ArrayList<>();
        of.stream()
                .filter(each ->
                        each.assurance() == Assurance.VERIFIED && !each.id().equals(shared.id()))
                .forEach(each -> priorities.add(policy.of(each.type()).priority()));
        return priorities.stream().min(Integer::compare).orElse(Integer.MAX_VALUE);
    }
}
