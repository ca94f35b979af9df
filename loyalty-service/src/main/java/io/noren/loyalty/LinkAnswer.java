package io.noren.loyalty;

/**
 * What came of linking: an {@link Identifier} that leads to the member now, or an {@link IdentifierClaim} that a person
 * is to decide because it leads to somebody else.
 */
public sealed interface LinkAnswer permits Identifier, IdentifierClaim {}
