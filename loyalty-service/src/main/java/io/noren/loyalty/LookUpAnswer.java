package io.noren.loyalty;

import java.util.List;
import java.util.Optional;

/**
 * Whom a till's question found.
 *
 * @param members none; one {@link MemberCard}; or at most 10 {@link MaskedMember}s to choose from
 * @param total how many there are, whether listed or not
 */
public record LookUpAnswer(List<TillMatch> members, long total) {
    public LookUpAnswer {
        members = List.copyOf(members);
    }

    /** The profile, if exactly one customer was found. */
    public Optional<MemberCard> card() {
        return members.stream()
                .filter(MemberCard.class::isInstance)
                .map(MemberCard.class::cast)
                .findFirst();
    }

    /** The customers to choose from, if several were found. */
    public List<MaskedMember> pickList() {
        return members.stream()
                .filter(MaskedMember.class::isInstance)
                .map(MaskedMember.class::cast)
                .toList();
    }
}
