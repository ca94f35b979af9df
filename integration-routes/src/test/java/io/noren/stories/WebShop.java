package io.noren.stories;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A web shop that believes only what is signed with its secret, and per SKU and store only the highest sequence it was
 * told. What it answers, and how slowly, is the story's choice.
 */
final class WebShop implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Level> levels = new ConcurrentHashMap<>();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final List<String> forged = new CopyOnWriteArrayList<>();
    private volatile @Nullable Webhook secret;
    private volatile boolean anyTime;
    private volatile @Nullable ToIntFunction<JsonNode> judge;
    private volatile Manner manner = exchange -> exchange.sendResponseHeaders(204, -1);

    /** One message that was rightly signed, believed or not. */
    record Told(String id, JsonNode event) {
        String subject() {
            return event.path("subject").asString("");
        }
    }

    private record Level(long sequence, BigDecimal available) {}

    /** How the shop answers. */
    interface Manner {
        void answer(HttpExchange exchange) throws IOException;
    }

    WebShop() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/hooks", this::hear);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/hooks";
    }

    void trust(String signingSecret) {
        try {
            secret = new Webhook(signingSecret);
        } catch (Exception e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** For stories in which the hub's clock is ahead of ours. */
    void trustAtAnyTime(String signingSecret) {
        trust(signingSecret);
        anyTime = true;
    }

    void answers(Manner how) {
        manner = how;
    }

    void answersWith(int status) {
        manner = exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /** What is answered depends on what is told: a batch is refused for any of its events. */
    void answersBy(ToIntFunction<JsonNode> status) {
        judge = status;
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            note(exchange, body);
            ToIntFunction<JsonNode> by = judge;
            if (by == null) {
                manner.answer(exchange);
            } else {
                exchange.sendResponseHeaders(events(body).mapToInt(by).max().orElse(204), -1);
            }
        }
    }

    private static Stream<JsonNode> events(String body) {
        JsonNode sent = JSON.readTree(body);
        return sent.isArray() ? sent.valueStream() : Stream.of(sent);
    }

    private void note(HttpExchange exchange, String body) {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        Webhook expected = secret;
        try {
            if (expected == null) {
                throw new WebhookVerificationException("no secret yet");
            }
            verify(expected, body, exchange.getRequestHeaders());
        } catch (WebhookVerificationException e) {
            forged.add(id + ": " + e.getMessage());
            return;
        }
        JsonNode sent = JSON.readTree(body);
        if (sent.isArray()) {
            batches.add(sent.size());
            sent.forEach(event -> believe(event.path("id").asString(), event));
        } else {
            believe(id, sent);
        }
    }

    private void verify(Webhook expected, String body, Headers headers) throws WebhookVerificationException {
        if (!anyTime) {
            expected.verify(body, headers);
            return;
        }
        try {
            long time = Long.parseLong(headers.getFirst("webhook-timestamp"));
            if (!expected.sign(headers.getFirst("webhook-id"), time, body)
                    .equals(headers.getFirst("webhook-signature"))) {
                throw new WebhookVerificationException("another signature");
            }
        } catch (WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }

    private void believe(String id, JsonNode event) {
        told.add(new Told(id, event));
        JsonNode data = event.path("data");
        if (data.has("sequence")) {
            Level level = new Level(
                    data.path("sequence").asLong(), data.path("available").decimalValue());
            levels.merge(event.path("subject").asString(""), level, (a, b) -> a.sequence >= b.sequence ? a : b);
        }
    }

    /** What the shop believes it may sell; null when it was never told. */
    @Nullable
    BigDecimal available(String sku, String location) {
        Level level = levels.get(sku + "@" + location);
        return level == null ? null : level.available;
    }

    /** Every message about this, each as often as it came. */
    List<Told> about(String sku, String location) {
        return aboutSubject(sku + "@" + location);
    }

    List<Told> aboutSubject(String subject) {
        return told.stream().filter(each -> each.subject().equals(subject)).toList();
    }

    /** How many events came in each request that may carry several. */
    List<Integer> batches() {
        return List.copyOf(batches);
    }

    List<String> forged() {
        return List.copyOf(forged);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
