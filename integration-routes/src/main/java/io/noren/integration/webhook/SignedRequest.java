package io.noren.integration.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;

/** A POST whose receiver can prove from whom it comes, as Standard Webhooks has it. */
public final class SignedRequest {
    private SignedRequest() {}

    /**
     * @param secret {@code whsec_…}
     * @param id the same whenever the same is sent again: receivers drop what has an id that they know
     * @param limit how long the answer may take
     */
    public static HttpRequest of(
            URI url, String secret, String id, String contentType, String body, Instant now, Duration limit)
            throws WebhookSigningException, EmptyWebhookSecretException {
        long timestamp = now.getEpochSecond();
        return HttpRequest.newBuilder(url)
                .timeout(limit)
                .header("Content-Type", contentType)
                .header("User-Agent", "Noren")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", new Webhook(secret).sign(id, timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
