package io.noren.loyalty;

import io.noren.loyalty.LookUpQuestion.AskedBy;
import io.noren.loyalty.LookUpQuestion.Asker;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How to reach the customer who was just looked up: shown for a reason of its own, and written down. */
@Component
public class TillContact {
    private final Members members;
    private final TillLookUpLog log;
    private final TillPace pace;
    private final TillSettings settings;

    TillContact(Members members, TillLookUpLog log, TillPace pace, TillSettings settings) {
        this.members = members;
        this.log = log;
        this.pace = pace;
        this.settings = settings;
    }

    /** In clear. */
    public record Contact(List<String> phones, List<String> emails) {
        public Contact {
            phones = List.copyOf(phones);
            emails = List.copyOf(emails);
        }
    }

    /**
     * @param asked till, store, reason and who asks
     * @throws Refusal {@code LOOK_UP_INCOMPLETE}, {@code NOT_LOOKED_UP} unless the member was opened at this till a
     *     moment ago, be it by a colleague who may not see this, {@code UNKNOWN_MEMBER}, {@code TOO_MANY_LOOK_UPS}
     */
    public Contact of(UUID id, LookUpQuery asked) {
        Asker asker = LookUpQuestion.asker(asked);
        pace.take(asker);
        Member member = members.get(id);
        if (!log.wasOpened(asker, member.id(), settings.contactWithin())) {
            throw new Refusal(
                    "NOT_LOOKED_UP", "Look the customer up at this till first; contact data is shown only then.");
        }
        log.write(asker, AskedBy.CONTACT, "", 1, member.id());
        return new Contact(values(member, IdentifierType.PHONE), values(member, IdentifierType.EMAIL));
    }

    private static List<String> values(Member member, IdentifierType type) {
        return member.identifiers().stream()
                .filter(identifier -> identifier.type() == type)
                .map(Identifier::value)
                .toList();
    }
}
