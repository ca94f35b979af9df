package io.noren.loyalty;

import java.util.UUID;

/** A customer that a till's question found: shown in full when they are the only one, masked otherwise. */
public sealed interface TillMatch permits MemberCard, MaskedMember {
    UUID member();
}
