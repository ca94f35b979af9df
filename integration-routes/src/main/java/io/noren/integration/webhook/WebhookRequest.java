package io.noren.integration.webhook;

import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.noren.integration.webhook.WebhookDeliveries.Due;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Deliveries to one subscriber as one signed request: Standard Webhooks around one CloudEvent in structured mode, or
 * around several in the JSON batch format, for those who asked for it.
 */
final class WebhookRequest {
    private static final String ONE = "application/cloudevents+json; charset=utf-8";
    private static final String BATCH = "application/cloudevents-batch+json; charset=utf-8";

    private WebhookRequest() {}

    static HttpRequest of(List<Due> deliveries, Instant now, Duration limit)
            throws WebhookSigningException, EmptyWebhookSecretException {
        Due first = deliveries.get(0);
        boolean batch = first.batch() > 1;
        String id = batch ? idOf(deliveries) : first.eventId().toString();
        String body =
                batch ? deliveries.stream().map(Due::body).collect(Collectors.joining(",", "[", "]")) : first.body();
        return SignedRequest.of(first.url(), first.secret(), id, batch ? BATCH : ONE, body, now, limit);
    }

    /** The same for the same events and another for any others: receivers drop what has an id that they know. */
    private static String idOf(List<Due> deliveries) {
        String events =
                deliveries.stream().map(Due::eventId).map(UUID::toString).collect(Collectors.joining());
        return UUID.nameUUIDFromBytes(events.getBytes(StandardCharsets.US_ASCII))
                .toString();
    }
}
