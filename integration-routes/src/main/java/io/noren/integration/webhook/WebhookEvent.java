package io.noren.integration.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something subscribers are told of.
 *
 * @param name as subscribers name it, {@code stock.changed}
 * @param subject what it is about, {@code N-0001@ginza}
 * @param receivedAt when the hub first heard of it, where the latency from till to shop is to be measured
 * @param data the fact itself, as JSON
 */
public record WebhookEvent(
        UUID id,
        String name,
        String subject,
        Instant occurredAt,
        @Nullable Instant receivedAt,
        @Nullable String correlation,
        Object data) {

    /** As subscribers name it and its like together, {@code stock.*}. */
    String group() {
        return name.substring(0, name.indexOf('.')) + ".*";
    }
}
