package io.noren.loyalty.privacy;

import java.time.Instant;
import java.util.UUID;

/**
 * A customer said yes or no, once.
 *
 * @param identifier the contact point, as it was then
 * @param account that it led to; stays, whoever the account is merged with
 * @param actor by whom it was told
 */
public record Consent(
        UUID id,
        UUID identifier,
        UUID account,
        ConsentChannel channel,
        ConsentPurpose purpose,
        boolean granted,
        String textVersion,
        String language,
        String source,
        String sourceTransaction,
        String actor,
        Instant occurredAt) {}
