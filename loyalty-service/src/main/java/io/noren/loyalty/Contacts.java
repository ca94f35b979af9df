package io.noren.loyalty;

import io.noren.loyalty.Identifiers.Holder;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** E-mail addresses and phone numbers: where a member can be reached, and who that is. */
@Component
public class Contacts {
    private final Identifiers identifiers;
    private final IdentifierRules rules;
    private final Normalisation normalisation;

    Contacts(Identifiers identifiers, IdentifierRules rules, Normalisation normalisation) {
        this.identifiers = identifiers;
        this.rules = rules;
        this.normalisation = normalisation;
    }

    /**
     * What somebody typed into a field that takes both: an e-mail address if it has an @.
     *
     * @return normalised
     * @throws Refusal {@code UNREADABLE_EMAIL}, {@code UNREADABLE_PHONE} and those of texts, at {@code contact}
     */
    public Claim read(String typed) {
        IdentifierType type =
                typed.indexOf('@') >= 0 || typed.indexOf('＠') >= 0 ? IdentifierType.EMAIL : IdentifierType.PHONE;
        return new Claim(type, normalisation.normalise("contact", type, typed));
    }

    /**
     * The member for whom somebody has vouched that this reaches them: the member by a code, staff, another system. What
     * was only named at a purchase is not enough, since it may be a stranger's that was mistyped.
     *
     * @param contact normalised
     */
    @Transactional(readOnly = true)
    public Optional<UUID> memberReachedBy(Claim contact) {
        if (rules.inForce().policy().blocks(contact.type(), contact.value())) {
            return Optional.empty();
        }
        return identifiers
                .holder(contact.type(), contact.value())
                .filter(holder -> holder.identifier().provenBy() != Proof.USE)
                .map(Holder::member);
    }
}
