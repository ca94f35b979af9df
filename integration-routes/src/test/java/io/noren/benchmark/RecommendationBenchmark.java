package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.benchmark.Wholesaler.Invoice;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.LookUpQuery;
import io.noren.loyalty.Money;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.PurchaseReturn;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.Recommendation;
import io.noren.loyalty.Recommender;
import io.noren.loyalty.TillLookUp;
import io.noren.loyalty.Viewer;
import io.noren.testing.HubTest;
import io.noren.testing.TestServers;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A year of a real wholesaler (UCI Online Retail, which is no part of this repository): how long a night's relations
 * take, how long one look-up takes, and how often one of ten recommendations is bought in the next invoice, beside the
 * ten that most customers have. Not part of the tests:
 * {@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=RecommendationBenchmark -Dnoren.shared=…}.
 */
@HubTest
@ContextConfiguration(initializers = {TestServers.class, RecommendationBenchmark.NightsOnDemand.class})
class RecommendationBenchmark {
    private static final String LOCATION = "london";
    private static final int TEN = 10;
    private static final int IN_ONE_TRANSACTION = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Autowired
    Items items;

    @Autowired
    Locations locations;

    @Autowired
    Purchases purchases;

    @Autowired
    Recommender recommender;

    @Autowired
    TillLookUp lookUp;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient sql;

    private final Map<String, UUID> members = new HashMap<>();

    /** A night that is forgotten is done again within a second. */
    static class NightsOnDemand implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(
                            "noren.loyalty.recommendations.look-every=PT1S",
                            "noren.loyalty.till.most-per-minute=1000000")
                    .applyTo(context);
        }
    }

    @Test
    void aYearOfAWholesaler() throws IOException {
        Path packed = SharedData.file("retail/uci-online-retail.csv.gz");
        if (!Files.isRegularFile(packed)) {
            System.out.println("Not evaluated, because it is not here: " + packed);
            Assumptions.abort("not here: " + packed);
        }
        Wholesaler year = Wholesaler.read(packed);
        introduce(year);

        Wholesaler.Split lastInvoice = year.lastInvoiceOfEach();
        load("last-invoice", lastInvoice.known());
        night();
        timeLookUps(lastInvoice);
        double chance = evaluate("each customer's last invoice", lastInvoice);

        Wholesaler.Split lastMonth = year.firstInvoiceSince(Wholesaler.LAST_MONTH);
        forget();
        load("last-month", lastMonth.known());
        night();
        evaluate("each customer's first invoice from 9 November 2011 on", lastMonth);

        forget();
        load("all", year.invoices());
        night();
        assertThat(chance).as("better than what everybody has").isGreaterThan(1);
    }

    private void introduce(Wholesaler year) {
        locations.put(new Location(
                LOCATION, null, "London", Location.Kind.STORE, ZoneOffset.UTC, null, true, null, List.of("1")));
        transaction.executeWithoutResult(status -> year.names()
                .forEach((code, name) -> items.put(new Item(
                        code,
                        null,
                        List.of(),
                        new LocalizedName(null, name.isBlank() ? code : name),
                        Item.EACH,
                        null,
                        null,
                        null,
                        null,
                        true))));
        sql.sql("""
                        insert into inventory.stock_level (sku, location, on_hand)
                        select sku, :location, 100 from inventory.item
                        """).param("location", LOCATION).update();
    }

    private void forget() {
        sql.sql("delete from loyalty.purchase_line").update();
        sql.sql("delete from loyalty.purchase").update();
        members.clear();
    }

    private void load(String source, List<Invoice> invoices) {
        long began = System.nanoTime();
        for (int from = 0; from < invoices.size(); from += IN_ONE_TRANSACTION) {
            List<Invoice> some = invoices.subList(from, Math.min(invoices.size(), from + IN_ONE_TRANSACTION));
            record(source, some);
        }
        sql.sql("analyze loyalty.purchase, loyalty.purchase_line").update();
        System.out.printf("%,d invoices recorded in %.1f s%n", invoices.size(), (System.nanoTime() - began) / 1e9);
    }

    private void record(String source, List<Invoice> invoices) {
        List<Invoice> sales =
                invoices.stream().filter(invoice -> !invoice.sold().isEmpty()).toList();
        List<Purchases.Recorded> recorded = purchases.record(sales.stream()
                .map(invoice -> new Purchase(
                        source,
                        invoice.id(),
                        Channel.STORE,
                        Claim.card(invoice.customer()),
                        LOCATION,
                        invoice.at(),
                        nothing(),
                        lines(invoice.sold())))
                .toList());
        for (int n = 0; n < sales.size(); n++) {
            members.put(sales.get(n).customer(), recorded.get(n).member());
        }
        purchases.recordReturns(invoices.stream()
                .filter(invoice -> !invoice.broughtBack().isEmpty())
                .map(invoice -> new PurchaseReturn(
                        source,
                        invoice.id(),
                        Channel.STORE,
                        Claim.card(invoice.customer()),
                        null,
                        LOCATION,
                        invoice.at(),
                        nothing(),
                        lines(invoice.broughtBack())))
                .toList());
    }

    /** Points are no matter here. */
    private static Money nothing() {
        return new Money(BigDecimal.ZERO, "GBP");
    }

    private static List<PurchaseLine> lines(List<Wholesaler.Line> lines) {
        return IntStream.range(0, lines.size())
                .mapToObj(n -> new PurchaseLine(
                        n + 1, lines.get(n).item(), new BigDecimal(lines.get(n).quantity()), null))
                .toList();
    }

    private void night() {
        sql.sql("delete from loyalty.recommendation_run").update();
        await("the night passes")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(this::isOver);
        sql.sql("analyze loyalty.item_relation").update();
        sql.sql("select *, extract(epoch from finished_at - started_at) as seconds from loyalty.recommendation_run")
                .query(row -> {
                    System.out.printf(
                            "%n| customers | items that they have | relations | seconds |%n|---|---|---|---|%n"
                                    + "| %,d | %,d | %,d | %.1f |%n%n",
                            row.getLong("customers"),
                            row.getLong("purchases"),
                            row.getLong("relations"),
                            row.getDouble("seconds"));
                });
    }

    private boolean isOver() {
        return sql.sql("select exists (select from loyalty.recommendation_run)")
                .query(Boolean.class)
                .single();
    }

    /** Of customers with as many items, how often one of ten was bought, and how often one of the ten of everybody. */
    private static final class Group {
        private int customers;
        private int hits;
        private int hitsOfPopular;
    }

    /** @return how many times more often one of ten is bought than one of the ten of everybody */
    private double evaluate(String what, Wholesaler.Split split) {
        Map<String, Map<String, Integer>> has = Wholesaler.has(split.known());
        List<String> popular = Wholesaler.popular(has);
        Map<String, Group> groups = new TreeMap<>();
        split.next().forEach((customer, invoice) -> {
            Map<String, Integer> history = has.getOrDefault(customer, Map.of());
            Set<String> anew = new HashSet<>();
            invoice.sold().forEach(line -> anew.add(line.item()));
            anew.removeAll(history.keySet());
            UUID member = members.get(customer);
            if (member != null && !anew.isEmpty()) {
                List<String> told = recommender.recommend(member, LOCATION, Viewer.MEMBER, TEN).stream()
                        .map(Recommendation::item)
                        .toList();
                assertThat(told).doesNotContainAnyElementsOf(history.keySet());
                boolean hit = !Collections.disjoint(told, anew);
                boolean hitOfPopular = popular.stream()
                        .filter(item -> !history.containsKey(item))
                        .limit(TEN)
                        .anyMatch(anew::contains);
                for (String group : List.of("all", size(history.size()))) {
                    Group counted = groups.computeIfAbsent(group, g -> new Group());
                    counted.customers++;
                    counted.hits += hit ? 1 : 0;
                    counted.hitsOfPopular += hitOfPopular ? 1 : 0;
                }
            }
        });
        System.out.printf(
                "%n%s, what is new to the customer:%n%n"
                        + "| customers who have had … items | customers | hit rate at 10 | of what most customers have |%n"
                        + "|---|---|---|---|%n",
                what);
        groups.forEach((name, group) -> System.out.printf(
                "| %s | %,d | %.1f %% | %.1f %% |%n",
                name,
                group.customers,
                100.0 * group.hits / group.customers,
                100.0 * group.hitsOfPopular / group.customers));
        Group all = groups.getOrDefault("all", new Group());
        return (double) all.hits / all.hitsOfPopular;
    }

    private static String size(int items) {
        return items <= 10 ? "a: 1 to 10" : items <= 50 ? "b: 11 to 50" : items <= 200 ? "c: 51 to 200" : "d: more";
    }

    private void timeLookUps(Wholesaler.Split split) {
        List<String> customers =
                split.next().keySet().stream().filter(members::containsKey).toList();
        String most = Collections.max(
                        Wholesaler.has(split.known()).entrySet(),
                        Map.Entry.comparingByValue((one, other) -> Integer.compare(one.size(), other.size())))
                .getKey();
        System.out.printf("%n| one look-up, ms | p50 | p99 | slowest |%n|---|---|---|---|%n");
        time("3 recommendations in this store", customers, customer -> recommend(customer, 3));
        time("10 recommendations in this store", customers, customer -> recommend(customer, TEN));
        time("the whole look-up at a till, with 3", customers, this::lookedUpAtTheTill);
        time(
                "3 for the customer with most items, again and again",
                Collections.nCopies(1_000, most),
                customer -> recommend(customer, 3));
    }

    private void recommend(String customer, int limit) {
        UUID member = members.get(customer);
        if (member != null) {
            recommender.recommend(member, LOCATION, Viewer.STAFF, limit);
        }
    }

    private void lookedUpAtTheTill(String customer) {
        lookUp.find(LookUpQuery.byCard(customer, "1", LOCATION, "POINTS", "benchmark"));
    }

    private static void time(String what, List<String> customers, Consumer<String> question) {
        customers.stream().limit(1_000).forEach(question);
        List<Long> nanos = new ArrayList<>();
        for (String customer : customers) {
            long began = System.nanoTime();
            question.accept(customer);
            nanos.add(System.nanoTime() - began);
        }
        Collections.sort(nanos);
        System.out.printf(
                "| %s | %.2f | %.2f | %.2f |%n",
                what,
                nanos.get(nanos.size() / 2) / 1e6,
                nanos.get(nanos.size() * 99 / 100) / 1e6,
                nanos.get(nanos.size() - 1) / 1e6);
    }
}
