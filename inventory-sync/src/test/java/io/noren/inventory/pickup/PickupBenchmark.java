package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Money;
import io.noren.inventory.StockAudit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How many orders for pickup are placed in a second, beside bare SQL that leaves the same rows behind in one statement, in
 * the same run and database. Not part of the tests: {@code mvn -q -pl inventory-sync -am test -Dtest=PickupBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class PickupBenchmark extends InventoryTest {
    private static final int ITEMS = 200;
    private static final int SHOPPERS = 8;
    private static final int LINES = 2;
    private static final long PLENTY = 1_000_000;
    private static final Duration STRETCH = Duration.ofSeconds(Integer.getInteger("noren.benchmark.seconds", 10));

    /** Each table that an order leaves rows in, and what differs between the rows of two orders. */
    private static final Map<String, Map<String, String>> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("reservation", Map.of("id", ":reservation", "owner", ":order::text"));
        TABLES.put("reservation_line", Map.of("reservation", ":reservation", "owner", ":order::text"));
        TABLES.put(
                "stock_movement",
                Map.of("sequence", "nextval('bare.number')", "id", "nextval('bare.number')", "sku", "t.sku"));
        TABLES.put(
                "pickup_order", Map.of("id", ":order", "order_number", ":order::text", "reservation", ":reservation"));
        TABLES.put("pickup_line", Map.of("pickup_order", ":order"));
        TABLES.put("pickup_step", Map.of("pickup_order", ":order"));
        TABLES.put("pickup_handover_code", Map.of("pickup_order", ":order"));
    }

    @Autowired
    private PickupDesk desk;

    @Autowired
    private StockAudit audit;

    @Autowired
    private TransactionTemplate transactions;

    private final AtomicLong numbers = new AtomicLong();
    private final List<String> skus = new ArrayList<>();
    private String ginza = "";
    private String bare = "";

    @Test
    void placingBesideBareSql() throws Exception {
        ginza = anyStore();
        for (int n = 0; n < ITEMS; n++) {
            String sku = anyItem();
            stock(sku, ginza, PLENTY);
            skus.add(sku);
        }
        bare = bareStatement(desk.place(order()).pickup().id());

        double placed = rate(() -> desk.place(order()));
        double inserted = rate(this::insert);

        System.out.printf(
                "%n| a second, %d lines, %d shoppers | Noren | bare SQL | ratio |%n|---|---|---|---|%n",
                LINES, SHOPPERS);
        System.out.printf(
                "| orders for pickup placed | %,.0f | %,.0f | %.0f %% |%n%n",
                placed, inserted, 100 * placed / inserted);
        assertThat(audit.check().differences()).isEmpty();
    }

    private NewPickup order() {
        List<NewPickup.Line> lines = new ArrayList<>();
        for (int n = 1; n <= LINES; n++) {
            lines.add(new NewPickup.Line(
                    String.valueOf(n), anySku(), BigDecimal.ONE, new Money(new BigDecimal(1980), "JPY")));
        }
        return new NewPickup(
                "order-" + numbers.incrementAndGet() + "-" + ginza,
                "web",
                ginza,
                null,
                new Contact("山田 花子", "+81 90-0000-0000", "hanako@example.com"),
                lines,
                null,
                Payment.PAID_ONLINE,
                null);
    }

    private String anySku() {
        return skus.get(ThreadLocalRandom.current().nextInt(ITEMS));
    }

    /** The rows of an order that was placed, once more under other names, and the levels of its goods. */
    private String bareStatement(UUID template) {
        UUID reservation = jdbc.sql("select reservation from inventory.pickup_order where id = ?")
                .param(template)
                .query(UUID.class)
                .single();
        jdbc.sql("drop schema if exists bare cascade").update();
        jdbc.sql("create schema bare").update();
        jdbc.sql("create sequence bare.number").update();
        jdbc.sql("create table bare.stock_level (like inventory.stock_level including all)")
                .update();
        jdbc.sql("insert into bare.stock_level select * from inventory.stock_level where location = ?")
                .param(ginza)
                .update();
        StringBuilder sql = new StringBuilder("with ");
        TABLES.forEach((table, differs) -> {
            jdbc.sql("create table bare." + table + " (like inventory." + table + " including all)")
                    .update();
            String which = switch (table) {
                case "reservation" -> "id = :reservation";
                case "reservation_line" -> "reservation = :reservation";
                case "stock_movement" -> "document = 'reservation/' || :reservation";
                case "pickup_order" -> "id = :order";
                default -> "pickup_order = :order";
            };
            int rows = jdbc.sql("create table bare.like_" + table + " as select * from inventory." + table + " where "
                            + which.replace(":reservation", "'" + reservation + "'")
                                    .replace(":order", "'" + template + "'"))
                    .update();
            assertThat(jdbc.sql("select count(*) from bare.like_" + table)
                            .query(Long.class)
                            .single())
                    .as("rows of an order in %s (%d)", table, rows)
                    .isPositive();
            List<String> columns =
                    jdbc.sql("""
                            select column_name from information_schema.columns
                            where table_schema = 'inventory' and table_name = ? and is_generated = 'NEVER'
                            order by ordinal_position
                            """).param(table).query(String.class).list();
            sql.append(table)
                    .append(" as (insert into bare.")
                    .append(table)
                    .append(" (")
                    .append(String.join(", ", columns))
                    .append(") overriding system value select ")
                    .append(String.join(
                            ", ",
                            columns.stream()
                                    .map(column -> differs.getOrDefault(column, "t." + column))
                                    .toList()))
                    .append(" from bare.like_")
                    .append(table)
                    .append(" t), ");
        });
        sql.setLength(sql.length() - 2);
        return sql + """
                 update bare.stock_level set reserved = reserved + 1, committed = committed + 1
                where location = :location and sku = any(:skus) and on_hand - reserved >= 1
                """;
    }

    private void insert() {
        String[] goods = new String[] {anySku(), anySku()};
        transactions.executeWithoutResult(status -> jdbc.sql(bare)
                .param("order", UUID.randomUUID())
                .param("reservation", UUID.randomUUID())
                .param("location", ginza)
                .param("skus", goods)
                .update());
    }

    /** How often a second, after as long for the compiler. */
    private static double rate(Runnable work) throws Exception {
        during(work);
        return during(work) / (STRETCH.toNanos() / 1e9);
    }

    private static long during(Runnable work) throws Exception {
        ExecutorService all = Executors.newFixedThreadPool(SHOPPERS);
        try {
            long end = System.nanoTime() + STRETCH.toNanos();
            List<Future<Long>> running = new ArrayList<>();
            for (int n = 0; n < SHOPPERS; n++) {
                running.add(all.submit(() -> {
                    long done = 0;
                    while (System.nanoTime() < end) {
                        work.run();
                        done++;
                    }
                    return done;
                }));
            }
            long done = 0;
            for (Future<Long> one : running) {
                done += one.get();
            }
            return done;
        } finally {
            all.shutdownNow();
        }
    }
}
