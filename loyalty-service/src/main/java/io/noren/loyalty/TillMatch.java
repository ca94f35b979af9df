package io.noren.loyalty;

/** A customer that a till's question found: shown in full when they are the only one, masked otherwise. */
public sealed interface TillMatch permits MemberCard, MaskedMember {}
