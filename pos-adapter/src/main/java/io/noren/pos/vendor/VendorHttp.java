package io.noren.pos.vendor;

import io.github.bucket4j.Bucket;
import io.noren.pos.vendor.VendorTrouble.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
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

    VendorHttp(HttpClient client, VendorLimits limits, Clock clock) {
        this.client = client;
        this.limits = limits;
        this.clock = clock;
        this.pace = Bucket.builder()
                .addLimit(limit -> limit.capacity(limits.requests()).refillGreedy(limits.requests(), limits.per()))
                .build();
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
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(limits.address() + path))
                .timeout(ANSWER_LIMIT)
                .header("Accept", "application/json")
                .header("User-Agent", "Noren")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        limits.headers().forEach(request::setHeader);
        pay(1);
        HttpResponse<byte[]> answer = answer(request.build());
        String what = method + " " + path.replaceAll("\\?.*", "");
        if (answer.statusCode() / 100 != 2) {
            throw trouble(what, answer);
        }
        try {
            return VendorJson.MAPPER.readTree(answer.body());
        } catch (JacksonException e) {
            throw new VendorTrouble(Kind.AWAY, "The answer to " + what + " is not JSON, or broke off.");
        }
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

    private VendorTrouble trouble(String what, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String told = what + " was answered " + status + ".";
        Duration retryAfter = retryAfter(answer.headers());
        if (status == 429 || (status == 503 && retryAfter != null)) {
            return new VendorTrouble(Kind.BUSY, told, retryAfter);
        }
        if (status == 401 || status == 403) {
            return new VendorTrouble(Kind.CLOSED, told + " Is the source's token right, and may it read orders?");
        }
        return new VendorTrouble(status >= 500 || status == 408 ? Kind.AWAY : Kind.OBJECTS, told);
    }

    /** RFC 9110, 10.2.3: seconds or a date; some vendors send fractions of a second. */
    private @Nullable Duration retryAfter(HttpHeaders headers) {
        String given = headers.firstValue("Retry-After").orElse("").strip();
        if (given.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
            return Duration.ofMillis((long) (Double.parseDouble(given) * 1_000));
        }
        try {
            Instant until = given.isEmpty()
                    ? null
                    : ZonedDateTime.parse(given, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            return until == null || until.isBefore(clock.instant()) ? null : Duration.between(clock.instant(), until);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
