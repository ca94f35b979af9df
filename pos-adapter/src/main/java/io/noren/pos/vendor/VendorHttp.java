package io.noren.pos.vendor;

import io.github.bucket4j.Bucket;
import io.noren.pos.vendor.VendorTrouble.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * JSON over HTTP to one vendor: at its pace, with limits of time and size, without following redirects. Whatever is not
 * a 2xx with whole JSON is a {@link VendorTrouble}; nothing of the answer is quoted in it, because it may be about
 * people.
 */
public final class VendorHttp {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private final HttpClient client;
    private final VendorLimits limits;
    private final Clock clock;
    private final Bucket pace;
    private final @Nullable AccessTokens tokens;

    VendorHttp(HttpClient client, VendorLimits limits, Clock clock) {
        this.client = client;
        this.limits = limits;
        this.clock = clock;
        this.pace = Bucket.builder()
                .addLimit(limit -> limit.capacity(limits.requests()).refillGreedy(limits.requests(), limits.per()))
                .build();
        this.tokens = limits.credentials() == null ? null : new AccessTokens(limits.credentials(), this::paced, clock);
    }

    /** @param path below the vendor's address, with what is asked */
    public JsonNode get(String path) {
        return send("GET", path, null);
    }

    public JsonNode post(String path, Object body) {
        return send("POST", path, VendorJson.MAPPER.writeValueAsBytes(body));
    }

    /** For vendors that count a request as several; also as more than may come at once. */
    public void pay(int requests) {
        try {
            for (int left = requests; left > 0; left -= limits.requests()) {
                pace.asBlocking().consume(Math.min(left, limits.requests()));
            }
        } catch (InterruptedException e) {
            throw stopping();
        }
    }

    private JsonNode send(String method, String path, byte @Nullable [] body) {
        HttpResponse<byte[]> answer = ask(method, path, body);
        String what = method + " " + path.replaceAll("\\?.*", "");
        if (answer.statusCode() / 100 != 2) {
            throw VendorTrouble.of(what, answer, clock);
        }
        try {
            return VendorJson.MAPPER.readTree(answer.body());
        } catch (JacksonException e) {
            throw new VendorTrouble(Kind.AWAY, "The answer to " + what + " is not JSON, or broke off.");
        }
    }

    private HttpResponse<byte[]> ask(String method, String path, byte @Nullable [] body) {
        HttpRequest.Builder request = request(URI.create(limits.address() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        limits.headers().forEach(request::setHeader);
        if (tokens == null) {
            return paced(request.build());
        }
        String token = tokens.token();
        HttpResponse<byte[]> answer =
                paced(request.setHeader("Authorization", "Bearer " + token).build());
        if (answer.statusCode() == 401) {
            tokens.forget(token); // it may have been taken back before its time
            answer = paced(request.setHeader("Authorization", "Bearer " + tokens.token())
                    .build());
        }
        return answer;
    }

    static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(ANSWER_LIMIT)
                .header("Accept", "application/json")
                .header("User-Agent", "Noren");
    }

    private HttpResponse<byte[]> paced(HttpRequest request) {
        pay(1);
        return answer(request);
    }

    // The client's own time limit ends with the headers; a body that never ends must not hold the turn either.
    private HttpResponse<byte[]> answer(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, response -> new LimitedBody());
        try {
            return answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new VendorTrouble(Kind.AWAY, "No answer within " + ANSWER_LIMIT.toSeconds() + " seconds.");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new VendorTrouble(
                    Kind.AWAY,
                    "No answer ("
                            + (cause instanceof IOException ? cause : e)
                                    .getClass()
                                    .getSimpleName() + ").");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw stopping();
        }
    }

    private static VendorTrouble stopping() {
        Thread.currentThread().interrupt();
        return new VendorTrouble(Kind.AWAY, "Noren is stopping.");
    }
}
