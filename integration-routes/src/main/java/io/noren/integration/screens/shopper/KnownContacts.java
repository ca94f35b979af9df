package io.noren.integration.screens.shopper;

import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** A member who is signed in need not type their name and number again. */
@Component
class KnownContacts {
    private final Members members;

    KnownContacts(Members members) {
        this.members = members;
    }

    PickupForm of(@Nullable Authentication who, @Nullable String store) {
        UUID id = BasketCookie.member(who);
        return id == null
                ? PickupForm.fresh(store)
                : members.find(id).map(member -> form(member, store)).orElseGet(() -> PickupForm.fresh(store));
    }

    private static PickupForm form(Member member, @Nullable String store) {
        String name = Stream.of(member.familyName(), member.givenName())
                .filter(part -> part != null)
                .collect(Collectors.joining(" "));
        String contact = member.identifiers().stream()
                .filter(each -> each.type() == IdentifierType.PHONE || each.type() == IdentifierType.EMAIL)
                .map(Identifier::value)
                .findFirst()
                .orElse("");
        return new PickupForm(store, name, contact, "");
    }
}
