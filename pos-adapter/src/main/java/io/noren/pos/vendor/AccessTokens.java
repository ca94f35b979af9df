package io.noren.pos.vendor;

import io.noren.pos.vendor.VendorTrouble.Kind;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The token of short life with which a vendor is asked: fetched when there is none, and anew before it ends. */
final class AccessTokens {
    /** Before its end, so that none ends on its way. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final ClientCredentials credentials;
    private final Function<HttpRequest, HttpResponse<byte[]>> vendor;
    private final Clock clock;
    private @Nullable Token held;

    private record Token(String value, Instant until) {}

    /** @param vendor whatever it answers; {@link VendorTrouble} when it does not */
    AccessTokens(ClientCredentials credentials, Function<HttpRequest, HttpResponse<byte[]>> vendor, Clock clock) {
        this.credentials = credentials;
        this.vendor = vendor;
        this.clock = clock;
    }

    synchronized String token() {
        if (held == null || !clock.instant().isBefore(held.until())) {
            held = fetched();
        }
        return held.value();
    }

    /** The vendor did not take it: the next one is fetched. */
    synchronized void forget(String refused) {
        if (held != null && held.value().equals(refused)) {
            held = null;
        }
    }

    private Token fetched() {
        String basic = Base64.getEncoder()
                .encodeToString(
                        (credentials.clientId() + ":" + credentials.clientSecret()).getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> answer = vendor.apply(VendorHttp.request(credentials.tokens())
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&scope="
                        + URLEncoder.encode(credentials.scope(), StandardCharsets.UTF_8)))
                .build());
        int status = answer.statusCode();
        if (status / 100 == 4 && status != 408 && status != 429) {
            throw new VendorTrouble(
                    Kind.CLOSED,
                    "The question for an access token was answered " + status
                            + ". Are the source's client-id and token right, and is the app allowed what it asks for?");
        }
        if (status / 100 != 2) {
            throw VendorTrouble.of("The question for an access token", answer, clock);
        }
        try {
            JsonNode told = VendorJson.MAPPER.readTree(answer.body());
            String value = VendorJson.text(told, "access_token");
            if (!value.isEmpty()) {
                Duration life = Duration.ofSeconds(told.path("expires_in").asLong(0));
                return new Token(value, clock.instant().plus(life).minus(MARGIN));
            }
        } catch (JacksonException e) {
            // The parser's words quote the token.
        }
        throw new VendorTrouble(Kind.AWAY, "The answer to the question for an access token has none.");
    }
}
