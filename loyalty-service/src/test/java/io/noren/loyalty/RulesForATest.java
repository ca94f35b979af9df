package io.noren.loyalty;

import java.util.List;
import java.util.function.UnaryOperator;

/** Puts other rules into force, and those that Noren begins with again. */
record RulesForATest(IdentifierRules rules, RuleDryRuns dryRuns) {
    static final String MANAGER = "suzuki";

    RuleDryRun attempt(UnaryOperator<IdentifierRule> change, BlockedIdentifier... blocked) {
        List<IdentifierRule> wanted =
                rules.inForce().rules().stream().map(change).toList();
        return dryRuns.attempt(wanted, List.of(blocked), MANAGER);
    }

    IdentifierRuleSet change(UnaryOperator<IdentifierRule> change, BlockedIdentifier... blocked) {
        return rules.activate(attempt(change, blocked).id(), "for a test", MANAGER);
    }

    void restore() {
        IdentifierRuleSet first = rules.version(1);
        IdentifierRuleSet now = rules.inForce();
        if (!first.rules().equals(now.rules()) || !now.blocked().isEmpty()) {
            RuleDryRun run = dryRuns.attempt(first.rules(), List.of(), MANAGER);
            rules.activate(run.id(), "as it was", MANAGER);
        }
    }

    static UnaryOperator<IdentifierRule> merging(IdentifierType type, boolean merges) {
        return rule -> rule.type() == type
                ? new IdentifierRule(type, rule.priority(), rule.most(), rule.tellsApart(), merges, rule.spends())
                : rule;
    }

    static UnaryOperator<IdentifierRule> atMost(IdentifierType type, Integer most) {
        return rule -> rule.type() == type
                ? new IdentifierRule(type, rule.priority(), most, rule.tellsApart(), rule.merges(), rule.spends())
                : rule;
    }
}
