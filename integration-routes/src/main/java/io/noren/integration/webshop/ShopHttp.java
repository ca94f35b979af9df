package io.noren.integration.webshop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON over HTTP to one shop: at its pace, with limits of time and size, without following redirects. Whatever is not a
 * 2xx is a {@link ShopTrouble}.
 */
public final class ShopHttp {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    private static final int MOST_TOLD = 300;

    private final HttpClient client;
    private final JsonMapper json;
    private final Clock clock;
    private final String base;
    private volatile ShopPace pace;

    ShopHttp(HttpClient client, JsonMapper json, Clock clock, URI base, ShopPace pace) {
        this.client = client;
        this.json = json;
        this.clock = clock;
        this.base = base.toString().replaceAll("/+$", "");
        this.pace = pace;
    }

    /** What the shop answered. */
    public record Answer(int status, HttpHeaders headers, JsonNode body) {}

    /** @param path below the shop's url, or a whole address that the shop itself gave, if it is its own */
    public Answer get(String path, Map<String, String> headers) {
        return send("GET", path, headers, null);
    }

    public Answer post(String path, Map<String, String> headers, Object body) {
        return send("POST", path, headers, body);
    }

    public Answer put(String path, Map<String, String> headers, Object body) {
        return send("PUT", path, headers, body);
    }

    /** For shops that count a request as several. */
    public ShopPace pace() {
        return pace;
    }

    void goAt(ShopPace next) {
        pace = next;
    }

    private Answer send(String method, String path, Map<String, String> headers, @Nullable Object body) {
        URI address = address(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(ANSWER_LIMIT)
                .header("Accept", "application/json")
                .header("User-Agent", "Noren")
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        pace.await(1);
        HttpResponse<byte[]> answer = answer(request.build());
        if (answer.statusCode() / 100 != 2) {
            throw trouble(method + " " + address.getPath(), answer);
        }
        return new Answer(answer.statusCode(), answer.headers(), read(address, answer.body()));
    }

    // A shop's "next page" must not lead our credentials elsewhere.
    private URI address(String path) {
        if (!path.contains("://")) {
            return URI.create(base + path);
        }
        URI given = URI.create(path);
        URI own = URI.create(base);
        if (!own.getScheme().equals(given.getScheme()) || !own.getAuthority().equals(given.getAuthority())) {
            throw ShopTrouble.objects("The shop leads to an address that is not its own: " + given.getHost());
        }
        return given;
    }

    // The client's own time limit ends with the headers; a body that never ends must not hold the turn either.
    private HttpResponse<byte[]> answer(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, response -> new LimitedBody());
        try {
            return answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw away(new HttpTimeoutException("no answer within " + ANSWER_LIMIT.toSeconds() + " s"));
        } catch (ExecutionException e) {
            throw away(e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ShopTrouble.away("Noren is stopping.", e);
        }
    }

    private static ShopTrouble away(IOException failure) {
        String kind = failure.getClass().getSimpleName();
        return ShopTrouble.away(
                "The shop does not answer ("
                        + (failure.getMessage() == null ? kind : kind + ": " + failure.getMessage()) + ").",
                failure);
    }

    private JsonNode read(URI address, byte[] body) {
        if (body.length == 0) {
            return json.createObjectNode();
        }
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw ShopTrouble.fails("The shop's answer at " + address.getPath() + " is not JSON.");
        }
    }

    private ShopTrouble trouble(String what, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String told = what + " was answered " + status + ": " + excerpt(answer.body());
        Duration retryAfter = retryAfter(answer.headers());
        if (status == 429 || (status == 503 && retryAfter != null)) {
            return ShopTrouble.busy(told, retryAfter);
        }
        if (status == 401 || status == 403) {
            return ShopTrouble.closed(told);
        }
        return status >= 500 || status == 408 ? ShopTrouble.fails(told) : ShopTrouble.objects(told);
    }

    private @Nullable Duration retryAfter(HttpHeaders headers) {
        String given = headers.firstValue("Retry-After").orElse("").strip();
        try {
            if (given.matches("[0-9.]{1,9}")) {
                return Duration.ofMillis((long) (Double.parseDouble(given) * 1_000));
            }
            Instant until = given.isEmpty()
                    ? clock.instant()
                    : ZonedDateTime.parse(given, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            return given.isEmpty() ? null : ShopPace.between(clock.instant(), until);
        } catch (DateTimeParseException | NumberFormatException e) {
            return null;
        }
    }

    private static String excerpt(byte[] body) {
        String text =
                new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
        return text.length() <= MOST_TOLD ? text : text.substring(0, MOST_TOLD) + "…";
    }
}
