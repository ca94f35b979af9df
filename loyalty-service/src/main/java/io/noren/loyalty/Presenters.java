package io.noren.loyalty;

import io.noren.loyalty.Identifiers.Holder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who may spend a member's points: whoever shows something of theirs that others do not have. */
@Component
class Presenters {
    private final JdbcClient sql;
    private final Identifiers identifiers;
    private final IdentifierRules rules;
    private final Normalisation normalisation;

    Presenters(JdbcClient sql, Identifiers identifiers, IdentifierRules rules, Normalisation normalisation) {
        this.sql = sql;
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
        if (presented == null) {
            if (!spends(member)) {
                throw neverSpends();
            }
            return null;
        }
        IdentifierPolicy policy = rules.inForce().policy();
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

    /** Whether something that leads to the member may spend by the rules in force, or nothing leads to them. */
    private boolean spends(UUID member) {
        return sql.sql("""
                        select coalesce(bool_or(r.spends), true)
                        from loyalty.member m
                        join loyalty.identifier i on i.account = m.id and i.valid_to is null
                        join loyalty.identifier_rule r on r.type = i.type and r.rules = (
                            select id from loyalty.identifier_rules
                            where version is not null order by version desc limit 1)
                        where m.id = :member or m.part_of = :member
                        """).param("member", member).query(Boolean.class).single();
    }

    private static Refusal neverSpends() {
        return Refusal.at(
                "presentedBy",
                "IDENTIFIER_NEVER_SPENDS",
                "Anybody can say this of somebody. Let the customer show a card or their app to spend points.");
    }
}
