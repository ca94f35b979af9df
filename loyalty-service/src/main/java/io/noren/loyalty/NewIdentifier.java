package io.noren.loyalty;

/**
 * An identifier to link, as it was typed or scanned.
 *
 * @param value in any usual spelling; it is normalised before it is stored or compared
 */
public record NewIdentifier(IdentifierType type, String value, Proof provenBy) {}
