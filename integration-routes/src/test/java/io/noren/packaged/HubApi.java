package io.noren.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Noren as everybody outside sees it: HTTP, with a key that may do everything. */
public final class HubApi {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern WAITING = Pattern.compile(
            "^noren_(?:outbox_size|queue_depth|webhook_pending)(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE);

    private final URI address;
    private final String key;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    HubApi(URI address, String key) {
        this.address = address;
        this.key = key;
    }

    /** Database and broker can be reached. */
    boolean isReady() {
        try {
            return send(request("/actuator/health/readiness").GET()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public JsonNode get(String path) {
        return answer(request(path).GET());
    }

    /** Lines of JSON, one after the other. */
    public List<JsonNode> lines(String path) {
        return text(request(path).GET()).lines().map(JSON::readTree).toList();
    }

    public JsonNode put(String path, Object body) {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    public JsonNode post(String path, Object body) {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** A file, as a back office sends it. */
    public JsonNode postFile(String path, String type, String content) {
        return answer(request(path)
                .timeout(Duration.ofMinutes(10))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(content)));
    }

    /**
     * A request, once, whatever comes of it.
     *
     * @throws IOException when it is unknown whether the hub has done it
     */
    public HttpResponse<String> attempt(String path, Object body, @Nullable String idempotencyKey) throws IOException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return send(request);
    }

    /**
     * A file, once, whatever comes of it.
     *
     * @throws IOException when it is unknown whether the hub has it
     */
    public HttpResponse<String> attemptFile(String path, String type, String content, String idempotencyKey)
            throws IOException {
        return send(request(path)
                .header("Content-Type", type)
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(content)));
    }

    /**
     * What is there, asked once.
     *
     * @throws IOException when there was no answer
     */
    public HttpResponse<String> attemptGet(String path) throws IOException {
        return send(request(path).GET());
    }

    /**
     * A till's delivery, once.
     *
     * @throws IOException when it is unknown whether the hub has it
     */
    public HttpResponse<String> deliver(TillSale sale) throws IOException {
        return deliver(sale.source(), "application/xml", sale.posLog().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a till system sends, once.
     *
     * @throws IOException when it is unknown whether the hub has it
     */
    public HttpResponse<String> deliver(String source, String type, byte[] document) throws IOException {
        return send(request("/api/v1/pos/" + source + "/documents")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(document)));
    }

    /** Whether, as last measured, nothing waits: no fact in the outbox, no message in a queue, nobody to be told. */
    public boolean nothingWaits() {
        String metrics = text(request("/actuator/prometheus").GET());
        Matcher waiting = WAITING.matcher(metrics);
        int found = 0;
        double sum = 0;
        while (waiting.find()) {
            found++;
            sum += Double.parseDouble(waiting.group(1));
        }
        return found >= 3 && sum == 0;
    }

    /** The sum of a metric over its tags, by its name for Prometheus. */
    public double metric(String name) {
        Pattern line = Pattern.compile("^" + name + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE);
        return line.matcher(text(request("/actuator/prometheus").GET()))
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .reduce(Double::sum)
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT).header("Authorization", "Bearer " + key);
    }

    private JsonNode answer(HttpRequest.Builder request) {
        return JSON.readTree(text(request));
    }

    private String text(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = send(request);
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError(
                        response.request().uri() + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
