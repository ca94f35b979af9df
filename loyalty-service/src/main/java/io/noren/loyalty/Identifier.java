package io.noren.loyalty;

import java.time.Instant;
import java.util.UUID;

/**
 * A live identifier of a member.
 *
 * @param value normalised
 */
public record Identifier(UUID id, IdentifierType type, String value, Proof provenBy, Instant validFrom) {}
