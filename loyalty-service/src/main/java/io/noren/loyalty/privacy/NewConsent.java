package io.noren.loyalty.privacy;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer says, as it is told.
 *
 * @param identifier the contact point: an identifier of the member
 * @param granted yes or no
 * @param textVersion of the text they were shown
 * @param language BCP 47, in which they were shown it
 * @param source the system that tells it
 * @param sourceTransaction what that system calls this event
 * @param occurredAt when they said it; now if null
 */
public record NewConsent(
        UUID identifier,
        ConsentChannel channel,
        ConsentPurpose purpose,
        boolean granted,
        String textVersion,
        String language,
        String source,
        String sourceTransaction,
        @Nullable Instant occurredAt) {}
