package io.noren.benchmark;

import io.noren.packaged.PackagedHub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Noren as it is packaged: five locations, of which the first is written to and reserved from. */
final class NorenSystem implements StockSystem {
    /** Movements in one request of the batch. */
    static final int BATCH = 500;

    private static final String KEY = "nrn_benchmark";
    private static final int LOCATIONS = 5;

    private final PackagedHub hub;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong numbers = new AtomicLong();

    NorenSystem(Path folder) {
        hub = new PackagedHub("hub", folder, KEY);
    }

    @Override
    public String name() {
        return "Noren";
    }

    @Override
    public void start() {
        hub.start();
        for (int n = 0; n < LOCATIONS; n++) {
            hub.api()
                    .put(
                            "/api/v1/locations/" + location(n),
                            Map.of("name", location(n), "kind", "STORE", "zone", "Asia/Tokyo"));
        }
    }

    @Override
    public void sells(String sku, int quantity) {
        hub.api().put("/api/v1/items/" + sku, Map.of("name", Map.of("en", sku), "unit", "EACH"));
        record(IntStream.range(0, LOCATIONS).mapToObj(n -> movement(sku, location(n), quantity)));
    }

    @Override
    public void write(String sku) {
        record(Stream.of(movement(sku, location(0), 1)));
    }

    /** {@link #BATCH} movements in one request. */
    void writeBatch(List<String> skus) {
        record(IntStream.range(0, BATCH).mapToObj(n -> movement(skus.get(n % skus.size()), location(0), 1)));
    }

    @Override
    public void read(String sku) {
        String where = IntStream.range(0, LOCATIONS)
                .mapToObj(n -> "&location=" + location(n))
                .collect(Collectors.joining());
        HttpResponse<String> answer = send(request("/api/v1/availability?sku=" + sku + where));
        if (answer.statusCode() != 200 || !answer.body().contains(sku)) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public boolean reserve(String sku) {
        HttpResponse<String> answer = send(request("/api/v1/reservations")
                .POST(BodyPublishers.ofString("""
                        {"owner":"basket-%d","channel":"web","expiresIn":"PT2H",
                         "lines":[{"line":"1","sku":"%s","location":"%s","quantity":1}]}""".formatted(numbers.incrementAndGet(), sku, location(0)))));
        if (answer.statusCode() == 409 && answer.body().contains("INSUFFICIENT_STOCK")) {
            return false;
        }
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return true;
    }

    @Override
    public int kept(String sku) {
        var place = hub.api()
                .get("/api/v1/availability?sku=" + sku + "&location=" + location(0))
                .path("items")
                .path(0)
                .path("locations")
                .path(0);
        if (!place.has("reserved") || !place.has("committed")) {
            throw new IllegalStateException("no numbers in " + place);
        }
        return place.path("reserved").asInt() + place.path("committed").asInt();
    }

    private String movement(String sku, String location, int delta) {
        return """
                {"id":"m%d","sku":"%s","location":"%s","delta":%d,"reason":"RECEIVED","occurredAt":"%s"}""".formatted(
                numbers.incrementAndGet(), sku, location, delta, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private void record(Stream<String> movements) {
        String body = movements.collect(Collectors.joining(",", "{\"movements\":[", "]}"));
        HttpResponse<String> answer = send(request("/api/v1/stock/movements").POST(BodyPublishers.ofString(body)));
        if (answer.statusCode() != 200
                || !answer.body().contains("RECORDED")
                || answer.body().contains("REJECTED")) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(hub.address() + path))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String location(int n) {
        return "store-" + n;
    }

    @Override
    public void close() {
        hub.close();
    }
}
