package io.noren.integration.demo;

import io.noren.integration.demo.People.Person;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/**
 * Noren as everybody outside sees it: HTTP, JSON and an API key. The demo's tills, its web shop and its staff have no
 * other way in. Every method throws a {@link org.springframework.web.client.RestClientException} when Noren refuses or
 * cannot be reached.
 */
class NorenApi {
    private static final Logger log = LoggerFactory.getLogger(NorenApi.class);

    private final RestClient http;

    /** @param http with Noren's address and an API key */
    NorenApi(RestClient http) {
        this.http = http;
    }

    record ItemLevels(String sku, List<Level> locations) {}

    /** @param version rises by one with every change of this SKU here */
    record Level(String location, BigDecimal onHand, BigDecimal available, long version) {}

    record Movement(String id, String sku, String location, BigDecimal delta, String reason, Instant occurredAt) {}

    /** @param handoverCode only in the answer to the shop that placed the order */
    record PickupOrder(
            String id, String order, String state, @Nullable String handoverCode) {}

    record Subscription(String id, String url, @Nullable String secret) {}

    /**
     * Returns once Noren has the document for good, or has refused it: then a second try would be refused too.
     *
     * @throws org.springframework.web.client.RestClientException when it is unknown whether Noren has it
     */
    void reportTillDocument(byte[] posLog) {
        try {
            http.post()
                    .uri("/api/v1/pos/{source}/documents", Stores.TILL_SYSTEM)
                    .contentType(MediaType.APPLICATION_XML)
                    .body(posLog)
                    .retrieve()
                    .toBodilessEntity();
        } catch (HttpClientErrorException refused) {
            if (refused.getStatusCode().isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS)) {
                throw refused;
            }
            log.warn("A till document of the demo was refused: {}", refused.getStatusCode());
        }
    }

    List<ItemLevels> levels(List<String> skus, List<String> locations) {
        record Answer(List<ItemLevels> items) {}
        return post("/api/v1/availability/query", Map.of("skus", skus, "locations", locations), Answer.class)
                .items();
    }

    void record(List<Movement> movements) {
        post("/api/v1/stock/movements", Map.of("movements", movements), Map.class);
    }

    PickupOrder placePickupOrder(String order, String store, Product product, int quantity, Person shopper) {
        Map<String, Object> contact =
                Map.of("name", shopper.familyName() + " " + shopper.givenName(), "email", shopper.email());
        Map<String, Object> price = Map.of("amount", product.price().toPlainString(), "currency", "JPY");
        Map<String, Object> line = Map.of("line", "1", "sku", product.sku(), "quantity", quantity, "unitPrice", price);
        Map<String, Object> request = Map.of(
                "order",
                order,
                "location",
                store,
                "channel",
                "web",
                "contact",
                contact,
                "lines",
                List.of(line),
                "payment",
                Map.of("method", "PAID_ONLINE"));
        return post("/api/v1/pickup-orders", request, PickupOrder.class);
    }

    /** What a store has to do, the longest waiting first. */
    List<PickupOrder> pickupOrders(String store) {
        record Answer(List<PickupOrder> orders) {}
        return get(Answer.class, "/api/v1/pickup-orders?location={store}", store)
                .orders();
    }

    /** @param step as in the path: {@code accept}, {@code start-picking}, {@code ready}, {@code cancel} */
    void pickupStep(String id, String step) {
        post("/api/v1/pickup-orders/" + id + "/" + step, Map.of(), Map.class);
    }

    void handOver(String id, String code) {
        post("/api/v1/pickup-orders/" + id + "/handover", Map.of("code", code), Map.class);
    }

    /** The last sequence number that Noren has of this till on this day; 0 before the first. */
    long lastSequenceNumber(String store, String workstation, LocalDate businessDay) {
        record Day(String source, String workstation, long last) {}
        record Answer(List<Day> tills) {}
        return get(Answer.class, "/api/v1/pos/gaps?location={store}&businessDay={day}", store, businessDay)
                .tills()
                .stream()
                .filter(till -> till.source().equals(Stores.TILL_SYSTEM)
                        && till.workstation().equals(workstation))
                .mapToLong(Day::last)
                .findFirst()
                .orElse(0);
    }

    /** Returns the secret that signs what will be told. */
    String subscribe(String address, List<String> events) {
        String secret = post("/api/v1/webhooks", Map.of("url", address, "events", events), Subscription.class)
                .secret();
        return Objects.requireNonNull(secret, "a new subscription has a secret");
    }

    List<Subscription> subscriptionsTo(String address) {
        return Stream.of(get(Subscription[].class, "/api/v1/webhooks"))
                .filter(subscription -> subscription.url().equals(address))
                .toList();
    }

    void unsubscribe(Subscription subscription) {
        http.delete().uri("/api/v1/webhooks/{id}", subscription.id()).retrieve().toBodilessEntity();
    }

    private <T> T get(Class<T> answer, String path, Object... variables) {
        T read = http.get().uri(path, variables).retrieve().body(answer);
        return Objects.requireNonNull(read, path);
    }

    /** Each call is meant once: whoever repeats a call after a lost answer repeats its key too. */
    private <T> T post(String path, Object body, Class<T> answer) {
        T read = http.post()
                .uri(path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .body(answer);
        return Objects.requireNonNull(read, path);
    }
}
