package io.noren.pos.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.jayway.jsonpath.JsonPath;
import io.noren.pos.ItemCode;
import io.noren.pos.MovableClock;
import io.noren.pos.SoldLine;
import io.noren.pos.Story;
import io.noren.pos.lightspeed.LocalLightspeed;
import io.noren.pos.loyverse.LocalLoyverse;
import io.noren.pos.shopify.LocalShopifyTills;
import io.noren.pos.smaregi.LocalSmaregi;
import io.noren.pos.square.LocalSquare;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/** One application whose tills are those of five clouds, each on this machine; each story has a store of its own. */
public abstract class VendorStory extends Story {
    public static final String SECRET = "secret-of-now";
    public static final String OLD_SECRET = "secret-of-before";
    public static final String TOKEN = "token-of-the-retailer";
    protected static final String PUBLIC_URL = "https://tills.example";

    protected static final LocalShopifyTills SHOPIFY = new LocalShopifyTills();
    protected static final LocalSquare SQUARE = new LocalSquare();
    protected static final LocalLoyverse LOYVERSE = new LocalLoyverse();
    protected static final LocalLightspeed LIGHTSPEED = new LocalLightspeed();
    protected static final LocalSmaregi SMAREGI = new LocalSmaregi();

    private static final AtomicInteger STORIES = new AtomicInteger();

    @Autowired
    protected MockMvc http;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected FeedRunner feeds;

    @Autowired
    protected FeedStates states;

    @Autowired
    protected MovableClock clock;

    /** Of this story alone, as a part of ids and SKUs. */
    protected int story;

    protected Instant now = Instant.EPOCH;

    @DynamicPropertySource
    static void clouds(DynamicPropertyRegistry registry) {
        registry.add("noren.public-url", () -> PUBLIC_URL);
        // The other stories' application watches the same folder, and would hear only of half of its files.
        registry.add("noren.pos.drop-folder.enabled", () -> "false");
        registry.add("noren.pos.feed-look", () -> "1h"); // stories look themselves
        cloud(registry, "shopify", SHOPIFY);
        cloud(registry, "square", SQUARE);
        cloud(registry, "loyverse", LOYVERSE);
        cloud(registry, "lightspeed", LIGHTSPEED);
        cloud(registry, "smaregi", SMAREGI);
        registry.add("noren.pos.loyverse.loyverse-tills.currency", () -> "JPY");
        registry.add("noren.pos.shopify.shopify-tills.locations.700", () -> "ginza");
        registry.add("noren.pos.square.square-tills.locations.LGINZA1", () -> "ginza");
        registry.add("noren.pos.loyverse.loyverse-tills.locations.5f0c-ginza", () -> "ginza");
        registry.add("noren.pos.lightspeed.lightspeed-tills.currency", () -> "JPY");
        registry.add("noren.pos.lightspeed.lightspeed-tills.locations." + LocalLightspeed.GINZA, () -> "ginza");
        registry.add("noren.pos.smaregi.smaregi-tills.locations.1", () -> "ginza");
        registry.add("noren.pos.smaregi.smaregi-tills.contract", () -> LocalSmaregi.CONTRACT);
        registry.add("noren.pos.smaregi.smaregi-tills.client-id", () -> LocalSmaregi.CLIENT);
        registry.add("noren.pos.smaregi.smaregi-tills.secret-header", () -> LocalSmaregi.SECRET_HEADER);
        registry.add("noren.pos.smaregi.smaregi-tills.id-url", SMAREGI::address);
        // The same shop once more, for one store alone.
        cloud(registry, "shopify", "shopify-ueno", SHOPIFY);
        registry.add("noren.pos.shopify.shopify-ueno.only-locations", () -> "ueno");
        registry.add("noren.pos.shopify.shopify-ueno.locations.700", () -> "ginza");
    }

    private static void cloud(DynamicPropertyRegistry registry, String vendor, LocalVendor local) {
        cloud(registry, vendor, vendor + "-tills", local);
    }

    private static void cloud(DynamicPropertyRegistry registry, String vendor, String name, LocalVendor local) {
        String settings = "noren.pos." + vendor + "." + name;
        registry.add(settings + ".secrets", () -> SECRET + "," + OLD_SECRET);
        registry.add(settings + ".token", () -> TOKEN);
        registry.add(settings + ".url", local::address);
    }

    @BeforeEach
    void beginAnew() {
        story = STORIES.incrementAndGet() * 1_000;
        now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        await().until(() -> jdbc.sql("select count(*) from pos.vendor_feed where leased_by is not null")
                        .query(Long.class)
                        .single()
                == 0);
        jdbc.sql("delete from pos.vendor_feed").update();
        jdbc.sql("delete from pos.vendor_errand").update();
        Stream.of(SHOPIFY, SQUARE, LOYVERSE, LIGHTSPEED, SMAREGI).forEach(LocalVendor::beginAnew);
    }

    @AfterEach
    void timeIsAsItIs() {
        clock.reset();
    }

    protected record Answered(int status, String body) {
        public String code() {
            return JsonPath.read(body, "$.code");
        }
    }

    /** What the vendor's cloud sends, without a key. */
    protected Answered hears(String body, Map<String, String> headers) {
        return hears("application/json", body, headers);
    }

    protected Answered hears(String type, String body, Map<String, String> headers) {
        var request = post("/api/v1/pos/{source}/documents", source)
                .contentType(type)
                .content(body.getBytes(StandardCharsets.UTF_8));
        headers.forEach(request::header);
        try {
            MockHttpServletResponse answer = http.perform(request).andReturn().getResponse();
            return new Answered(answer.getStatus(), answer.getContentAsString(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until nothing that a webhook named is waiting, and nobody is asking. */
    protected void whenAllIsFetched() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> jdbc.sql("select (select count(*) from pos.vendor_errand where source = :source)"
                                        + " + (select count(*) from pos.vendor_feed"
                                        + "    where source = :source and leased_by is not null)")
                                .param("source", source)
                                .query(Long.class)
                                .single()
                        == 0);
    }

    /** The vendor is asked now; where a webhook has just made somebody else ask, after that. */
    protected void isAsked() {
        jdbc.sql("update pos.vendor_feed set due_at = ?::timestamptz where source = ?")
                .params(clock.instant().minusSeconds(1).toString(), source)
                .update();
        await().until(() -> feeds.ask(source));
    }

    /** By item: what left the store, less what came back. */
    protected Map<String, BigDecimal> net() {
        Map<String, BigDecimal> net = new TreeMap<>();
        announced.sales(source).forEach(sale -> sale.lines().forEach(line -> add(net, line, true)));
        announced.returns(source).forEach(back -> back.lines().forEach(line -> add(net, line, false)));
        net.values().removeIf(quantity -> quantity.signum() == 0);
        return net;
    }

    private void add(Map<String, BigDecimal> net, SoldLine line, boolean left) {
        ItemCode code = line.codes().get(0);
        if (code.value().endsWith("-" + story)) {
            net.merge(code.value(), left ? line.quantity() : line.quantity().negate(), BigDecimal::add);
        }
    }

    protected String item(String name) {
        return name + "-" + story;
    }

    protected FeedStates.FeedState state() {
        return states.all().stream()
                .filter(each -> each.source().equals(source))
                .findFirst()
                .orElseThrow();
    }

    /** All that is kept of this source's documents. */
    protected String kept() {
        StringBuilder text = new StringBuilder();
        jdbc.sql("select p.content from pos.document_part p join pos.document d on d.id = p.document"
                        + " where d.source = ? order by d.id, p.part")
                .param(source)
                .query(byte[].class)
                .list()
                .forEach(part -> text.append(unpacked(part)));
        assertThat(text).isNotEmpty();
        return text.toString();
    }

    private static String unpacked(byte[] part) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(part))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
