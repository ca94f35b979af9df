package io.noren.loyalty;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What members let go of what leads to them. */
@Component
public class OwnIdentifiers {
    private final Members members;
    private final MergeBook merges;

    OwnIdentifiers(Members members, MergeBook merges) {
        this.members = members;
        this.merges = merges;
    }

    /** The only one by which the member can sign in here; none when there are several, or none. */
    public List<UUID> lastWayIn(Member member, Set<IdentifierType> ways) {
        List<UUID> signingIn = member.identifiers().stream()
                .filter(each -> ways.contains(each.type()) && each.provenBy() != Proof.USE)
                .map(Identifier::id)
                .toList();
        return signingIn.size() == 1 ? signingIn : List.of();
    }

    /**
     * Lets one go, as {@link Members#unlink} does, but never the last by which the member can sign in: they would not
     * come back to link another.
     *
     * @param ways the kinds of contact to which sign-in codes can be sent here
     * @throws Refusal {@code LAST_WAY_TO_SIGN_IN}, {@code UNKNOWN_IDENTIFIER}, {@code UNKNOWN_MEMBER}
     */
    @Transactional
    public void letGo(UUID id, UUID identifier, Set<IdentifierType> ways) {
        UUID member = members.known(id);
        // Of two that are let go at the same moment the second sees the first.
        merges.alone(List.of(member));
        if (lastWayIn(members.get(member), ways).contains(identifier)) {
            throw new Refusal("LAST_WAY_TO_SIGN_IN", "The member signs in by this alone; link another first.");
        }
        members.unlink(member, identifier);
    }
}
