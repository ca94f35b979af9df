package io.noren.packaged;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A web shop that subscribed to every change of stock and believes only what is signed. */
public final class WebShop implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private final BiConsumer<JsonNode, Long> onChange;
    private final Map<Cell, BitSet> told = new ConcurrentHashMap<>();
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger forged = new AtomicInteger();
    private volatile @Nullable Webhook signature;

    public WebShop() {
        this((change, arrivedNanos) -> {});
    }

    /** @param onChange the change and when it arrived ({@link System#nanoTime}) */
    public WebShop(BiConsumer<JsonNode, Long> onChange) {
        this.onChange = onChange;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/stock", this::receive);
        server.setExecutor(threads);
        server.start();
    }

    public void subscribe(HubApi hub) throws Exception {
        subscribe(hub, 1);
    }

    /** @param batch how many changes it takes in one request */
    public void subscribe(HubApi hub, int batch) throws Exception {
        String url = "http://localhost:" + server.getAddress().getPort() + "/stock";
        JsonNode made =
                hub.post("/api/v1/webhooks", Map.of("url", url, "events", List.of("stock.changed"), "batch", batch));
        signature = new Webhook(made.get("secret").asString());
    }

    /** Per cell, which sequence numbers were told. */
    public Map<Cell, BitSet> told() {
        return new TreeMap<>(told);
    }

    public long deliveries() {
        return deliveries.get();
    }

    /** How many told what had been told before. */
    public int repeated() {
        return repeated.get();
    }

    /** How many had a wrong signature. */
    public int forged() {
        return forged.get();
    }

    private void receive(HttpExchange exchange) throws IOException {
        long arrived = System.nanoTime();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = 204;
        try {
            Webhook expected = signature;
            if (expected == null) {
                status = 503; // the secret is still on its way to us; the hub will try again
            } else {
                expected.verify(body, headers(exchange));
                JsonNode sent = JSON.readTree(body);
                (sent.isArray() ? sent.valueStream() : Stream.of(sent))
                        .forEach(event -> take(event.get("data"), arrived));
            }
        } catch (Exception e) {
            forged.incrementAndGet();
            status = 400;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void take(JsonNode change, long arrived) {
        Cell cell =
                new Cell(change.get("sku").asString(), change.get("location").asString());
        int sequence = change.get("sequence").asInt();
        deliveries.incrementAndGet();
        BitSet seen = told.computeIfAbsent(cell, any -> new BitSet());
        boolean again;
        synchronized (seen) {
            again = seen.get(sequence);
            seen.set(sequence);
        }
        if (again) {
            repeated.incrementAndGet();
        }
        onChange.accept(change, arrived);
    }

    private static Map<String, List<String>> headers(HttpExchange exchange) {
        return exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
