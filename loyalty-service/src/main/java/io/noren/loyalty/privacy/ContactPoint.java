package io.noren.loyalty.privacy;

import io.noren.loyalty.IdentifierType;
import java.util.List;
import java.util.UUID;

/**
 * One place at which a member can be reached, and what they last said about it. What nobody said anything about is not
 * consented to.
 *
 * @param account of the member's accounts, the one that the identifier leads to
 * @param consents the latest of each channel and purpose
 */
public record ContactPoint(UUID identifier, UUID account, IdentifierType type, String value, List<Consent> consents) {}
