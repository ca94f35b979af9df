package io.noren.loyalty;

import io.noren.loyalty.Identifiers.Holder;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may spend a member's points: whoever shows something of theirs that others do not have. */
@Component
class Presenters {
    private final Identifiers identifiers;
    private final IdentifierRules rules;
    private final Normalisation normalisation;

    Presenters(Identifiers identifiers, IdentifierRules rules, Normalisation normalisation) {
        this.identifiers = identifiers;
        this.rules = rules;
        this.normalisation = normalisation;
    }

    /**
     * @param presented what the customer showed; null when whoever asks knows the member otherwise. Then it is for the
     *     caller to be sure; but nobody can be, where all that leads to the member is what anybody can say
     * @return the identifier, if one was shown
     * @throws Refusal {@code IDENTIFIER_NEVER_SPENDS}, {@code IDENTIFIER_BLOCKED}, {@code PRESENTED_BY_ANOTHER}, {@code
     *     UNREADABLE_…}
     */
    @Nullable
    UUID allow(UUID member, @Nullable Claim presented) {
        IdentifierPolicy policy = rules.inForce().policy();
        if (presented == null) {
            List<Identifier> all = identifiers.of(member);
            if (!all.isEmpty()
                    && all.stream().noneMatch(each -> policy.of(each.type()).spends())) {
                throw neverSpends();
            }
            return null;
        }
        if (!policy.of(presented.type()).spends()) {
            throw neverSpends();
        }
        String value = normalisation.normalise("presentedBy.value", presented.type(), presented.value());
        if (policy.blocks(presented.type(), value)) {
            throw IdentifierLinks.blocked("presentedBy.value");
        }
        return identifiers
                .holder(presented.type(), value)
                .filter(holder -> holder.member().equals(member))
                .map(Holder::identifier)
                .map(Identifier::id)
                .orElseThrow(() -> Refusal.at(
                        "presentedBy.value",
                        "PRESENTED_BY_ANOTHER",
                        "What was shown does not lead to this member. Look the customer up by it."));
    }

    private static Refusal neverSpends() {
        return Refusal.at(
                "presentedBy",
                "IDENTIFIER_NEVER_SPENDS",
                "Anybody can say this of somebody. Let the customer show a card or their app to spend points.");
    }
}
