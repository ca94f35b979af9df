package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.integration.broker.QueueDepths;
import io.noren.integration.security.ApiKeys;
import io.noren.integration.security.FirstAccess;
import io.noren.integration.security.Scope;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StockAudit;
import io.noren.inventory.StockLedger;
import io.noren.inventory.availability.Availability;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * The words that stories are told in. All stories share one running application, so each has stores, items and a till
 * system of its own, by names that no other story uses.
 */
@HubTest
public abstract class Story {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final AtomicInteger GTINS = new AtomicInteger(770_000_000);
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int number = NUMBER.incrementAndGet();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    /** This story's till system. */
    protected final String source = named("tills");

    /** With every scope. */
    protected Hub hub;

    /** Without a key. */
    protected Hub stranger;

    @LocalServerPort
    private int port;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected CamelContext camel;

    @Autowired
    protected QueueDepths queues;

    @Autowired
    private FirstAccess access;

    @Autowired
    private ApiKeys keys;

    @Autowired
    private Items items;

    @Autowired
    private Locations locations;

    @Autowired
    private StockLedger ledger;

    @Autowired
    private Availability availability;

    @Autowired
    private StockAudit audit;

    @BeforeEach
    void reachTheHub() {
        stranger = Hub.at(port);
        hub = stranger.withKey(access.adminKey());
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
        assertThat(audit.check().differences())
                .as("levels are the sums of movements")
                .isEmpty();
    }

    protected String named(String name) {
        return name + "-" + number;
    }

    // ---- given

    protected String item(String name) {
        return item(name, Item.EACH, null, List.of());
    }

    protected String item(String name, String unit, @Nullable String gtin, List<Item.Code> codes) {
        String sku = named(name);
        putItem(sku, unit, gtin, codes);
        return sku;
    }

    protected void putItem(String sku, String unit, @Nullable String gtin, List<Item.Code> codes) {
        items.put(new Item(sku, gtin, codes, new LocalizedName(sku, sku), unit, null, null, null, null, true));
    }

    /** It is a service from now on, which has no shelf. */
    protected void isNoLongerStocked(String sku) {
        items.put(
                new Item(sku, null, List.of(), new LocalizedName(sku, sku), Item.EACH, null, null, null, null, false));
    }

    protected Store store(String name) {
        Store store = new Store(named(name));
        store.opens();
        return store;
    }

    /** A store that may not exist yet. */
    protected Store storeCalled(String id) {
        return new Store(id);
    }

    /** One of the retailer's stores. */
    protected final class Store {
        final String id;

        private Store(String id) {
            this.id = id;
        }

        void opens() {
            locations.put(new Location(
                    id, null, id, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        }

        Store has(int quantity, String sku) {
            ledger.record(List.of(new Movement(
                    UUID.randomUUID().toString(),
                    ItemReference.sku(sku),
                    id,
                    BigDecimal.valueOf(quantity),
                    MovementReason.INITIAL,
                    Instant.now(),
                    null,
                    null)));
            return this;
        }

        BigDecimal onHand(String sku) {
            return availability.forChannel("web", List.of(sku), List.of(id)).items().stream()
                    .flatMap(each -> each.locations().stream())
                    .map(cell -> cell.onHand())
                    .findFirst()
                    .orElse(BigDecimal.ZERO);
        }

        Till till(int workstation) {
            return new Till(this, workstation);
        }
    }

    /** A till that repeats itself when told to. */
    protected final class Till {
        private final Store store;
        private final int workstation;

        private Till(Store store, int workstation) {
            this.store = store;
            this.workstation = workstation;
        }

        String write(Receipt receipt) {
            return receipt.transaction(store.id, workstation);
        }

        String document(Receipt... receipts) {
            String[] written = new String[receipts.length];
            for (int i = 0; i < receipts.length; i++) {
                written[i] = write(receipts[i]);
            }
            return Receipt.document(written);
        }

        Answer reports(Receipt... receipts) {
            return report(document(receipts));
        }
    }

    /**
     * Makes the database refuse some rows, as a full disk or a bug would, until mended.
     *
     * @param when a condition on {@code new}
     */
    protected Broken broken(String table, String when) {
        Broken broken = new Broken(table, "story_" + number + "_" + toClose.size());
        broken.breaks(when);
        toClose.add(broken);
        return broken;
    }

    /** A table that refuses rows. */
    protected final class Broken implements AutoCloseable {
        private final String table;
        private final String name;

        private Broken(String table, String name) {
            this.table = table;
            this.name = name;
        }

        private void breaks(String when) {
            jdbc.sql("create function public." + name + "() returns trigger language plpgsql as $$ begin if " + when
                            + " then raise exception 'broken by a story'; end if; return new; end $$")
                    .update();
            jdbc.sql("create trigger " + name + " before insert or update on " + table
                            + " for each row execute function public." + name + "()")
                    .update();
        }

        void mend() {
            jdbc.sql("drop function if exists public." + name + "() cascade").update();
        }

        @Override
        public void close() {
            mend();
        }
    }

    /** Any document, from this story's till system. */
    protected Answer report(String document) {
        return hub.postXml("/api/v1/pos/" + source + "/documents", document);
    }

    /** A key with these scopes, for these locations; none: for all. */
    protected Hub keyFor(Set<Scope> scopes, String... places) {
        List<String> where = places.length == 0 ? List.of(ApiKeys.ANYWHERE) : List.of(places);
        return stranger.withKey(keys.create(named("key"), scopes, where).key());
    }

    /** A web shop that follows all stock until the story ends. */
    protected Subscribed webShop() {
        return webShop(1);
    }

    /** @param batch how many events it takes in one request */
    protected Subscribed webShop(int batch) {
        WebShop shop = new WebShop();
        JsonNode made = hub.post("/api/v1/webhooks", """
                        {"url": "%s", "events": ["stock.changed", "pickup.*"], "batch": %d}
                        """.formatted(shop.address(), batch))
                .json();
        shop.trust(made.path("secret").asString());
        Subscribed subscribed = new Subscribed(shop, made.path("id").asString());
        toClose.add(subscribed);
        return subscribed;
    }

    /** A web shop and its subscription. */
    protected final class Subscribed implements AutoCloseable {
        final WebShop shop;
        final String id;

        private Subscribed(WebShop shop, String id) {
            this.shop = shop;
            this.id = id;
        }

        /** The log's entries about one subject. */
        List<JsonNode> deliveries(String event) {
            return deliveries().stream()
                    .filter(each -> each.path("eventId").asString().equals(event))
                    .toList();
        }

        /** The log, newest first. */
        List<JsonNode> deliveries() {
            return StreamSupport.stream(
                            hub.get("/api/v1/webhooks/" + id + "/deliveries?limit=200")
                                    .json()
                                    .path("items")
                                    .spliterator(),
                            false)
                    .toList();
        }

        @Override
        public void close() {
            hub.delete("/api/v1/webhooks/" + id);
            shop.close();
        }
    }

    // ---- when

    /** Nothing waits in the outbox or on a queue, and no flow is at work. */
    protected void whenQueuesAreQuiet() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> isQuiet() && isQuiet());
    }

    // Looked at twice, because a fact hops from the outbox to a queue and, as another fact, back.
    private boolean isQuiet() {
        Map<String, Long> depths = queues.read();
        return outboxSize() == 0
                && !depths.isEmpty()
                && depths.values().stream().allMatch(depth -> depth == 0)
                && camel.getInflightRepository().size() == 0;
    }

    protected long outboxSize() {
        return jdbc.sql("select count(*) from integration.outbox")
                .query(Long.class)
                .single();
    }

    /** Does the same in several threads that begin together. */
    protected static <T> List<T> allAtOnce(int threads, Callable<T> deed) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            List<Future<T>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                done.add(pool.submit(() -> {
                    start.await();
                    return deed.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : done) {
                results.add(each.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    // ---- then

    /** A GTIN of the range for examples, with its check digit, that no other story uses. */
    protected String anyGtin13() {
        String digits = "952%09d".formatted(GTINS.incrementAndGet());
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return digits + (10 - sum % 10) % 10;
    }

    protected JsonNode theParked() {
        List<JsonNode> all = parked();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** What waits for a person and came from this story's tills. */
    protected List<JsonNode> parked() {
        return parkedFrom(source);
    }

    protected List<JsonNode> parkedFrom(String sender) {
        return allParked().stream()
                .filter(each -> each.path("source").asString().equals(sender)
                        || each.path("subject").asString().contains(sender + "/"))
                .toList();
    }

    /** What waits for a person, of all stories. */
    protected List<JsonNode> allParked() {
        List<JsonNode> found = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = hub.get("/api/v1/parked?limit=200" + next).json();
            page.path("items").forEach(found::add);
            next = page.has("next") ? "&after=" + page.path("next").asString() : "";
        } while (!next.isEmpty());
        return found;
    }
}
