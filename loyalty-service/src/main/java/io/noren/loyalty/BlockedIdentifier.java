package io.noren.loyalty;

/**
 * A value that leads to nobody: a shop's own phone, the login of a tablet that many customers use.
 *
 * @param value in any usual spelling when told, normalised when shown
 */
public record BlockedIdentifier(IdentifierType type, String value) {}
