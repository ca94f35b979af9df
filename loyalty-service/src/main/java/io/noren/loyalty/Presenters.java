package io.noren.loyalty;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may spend a member's points: whoever shows something of theirs that others do not have. */
@Component
class Presenters {
    /**
     * For a statement with the parameters of {@link Presented} and {@code :member}: what was shown, if it leads to the
     * member, and whether their points may be spent so. Without anything shown they may unless all that leads to the
     * member is what anybody can say.
     */
    static final String PRESENTER = """
            shown as (
                select i.id
                from loyalty.identifier i join loyalty.member m on m.id = i.account
                where i.type = :shownType::text and i.value = :shownValue::text and i.valid_to is null
                  and coalesce(m.part_of, m.id) = :member),
            presenter as (
                select (select id from shown) as id,
                       case when :shownType::text is not null then exists (select from shown)
                            else (select coalesce(bool_or(i.type = any(:spending::text[])), true)
                                  from loyalty.member m
                                  join loyalty.identifier i on i.account = m.id and i.valid_to is null
                                  where m.id = :member or m.part_of = :member) end as allowed)
            """;

    private final IdentifierRules rules;
    private final IdentifierValues values;
    private final Normalisation normalisation;

    Presenters(IdentifierRules rules, IdentifierValues values, Normalisation normalisation) {
        this.rules = rules;
        this.values = values;
        this.normalisation = normalisation;
    }

    /**
     * What a customer shows, before it is known whether it is theirs.
     *
     * @param shownType null, like its value, when whoever asks knows the member otherwise. Then it is for the caller to be
     *     sure
     * @param shownValue as it is compared
     * @param spending the types that may spend by the rules in force
     */
    record Presented(@Nullable String shownType, @Nullable String shownValue, List<String> spending) {

        Refusal refusal() {
            return shownType == null
                    ? neverSpends()
                    : Refusal.at(
                            "presentedBy.value",
                            "PRESENTED_BY_ANOTHER",
                            "What was shown does not lead to this member. Look the customer up by it.");
        }
    }

    /**
     * @param shown null when nothing was
     * @throws Refusal {@code IDENTIFIER_NEVER_SPENDS}, {@code IDENTIFIER_BLOCKED}, {@code UNREADABLE_…}
     */
    Presented presented(@Nullable Claim shown) {
        IdentifierPolicy policy = rules.lately().policy();
        List<String> spending = policy.rules().stream()
                .filter(IdentifierRule::spends)
                .map(rule -> rule.type().name())
                .toList();
        if (shown == null) {
            return new Presented(null, null, spending);
        }
        if (!policy.of(shown.type()).spends()) {
            throw neverSpends();
        }
        String value = normalisation.normalise("presentedBy.value", shown.type(), shown.value());
        if (policy.blocks(shown.type(), value)) {
            throw IdentifierLinks.blocked("presentedBy.value");
        }
        return new Presented(shown.type().name(), values.compared(shown.type(), value), spending);
    }

    private static Refusal neverSpends() {
        return Refusal.at(
                "presentedBy",
                "IDENTIFIER_NEVER_SPENDS",
                "Anybody can say this of somebody. Let the customer show a card or their app to spend points.");
    }
}
