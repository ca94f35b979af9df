package io.noren.integration.webhook;

import java.time.Instant;

/**
 * A subscriber has acknowledged an event.
 *
 * @param body the CloudEvent as it was sent
 * @param receivedAt when the hub first heard of it
 */
public record Told(String event, String body, Instant receivedAt, Instant toldAt) {}
