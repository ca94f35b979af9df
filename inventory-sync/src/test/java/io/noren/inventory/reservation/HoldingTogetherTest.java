package io.noren.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.InventoryAlone;
import io.noren.inventory.InventoryTest;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.TestDatabase;
import io.noren.inventory.Together;
import io.noren.inventory.Writer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Many who want goods from one cell at the same moment, in one copy of the application and in several. */
class HoldingTogetherTest extends InventoryTest {

    @Autowired
    private Reservations reservations;

    @Autowired
    private HoldGroup group;

    @Autowired
    private StockAudit audit;

    @Autowired
    private PlatformTransactionManager transactions;

    @RepeatedTest(5)
    void shoppersOfTwoCopiesPickupOrdersAndTillsShareOneShelfAndNothingIsSoldTwice() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 60);
        TransactionTemplate pickupOrder = new TransactionTemplate(transactions);
        try (ConfigurableApplicationContext twin = anotherCopy()) {
            Reservations there = twin.getBean(Reservations.class);

            List<Integer> got = Together.all(24, who -> {
                AtomicInteger mine = new AtomicInteger();
                for (int i = 0; i < 5; i++) {
                    switch (who % 4) {
                        case 0 -> ledger.record(List.of(movement("till-" + UUID.randomUUID(), shirt, ginza, -1)));
                        case 1 -> pickupOrder.executeWithoutResult(status -> tryOne(reservations, shirt, ginza, mine));
                        case 2 -> tryOne(there, shirt, ginza, mine);
                        default -> tryOne(reservations, shirt, ginza, mine);
                    }
                }
                return mine.get();
            });

            int held = got.stream().mapToInt(Integer::intValue).sum();
            // A till sells whatever the books say; 30 sales leave 30 for 90 shoppers, unless they came first.
            assertThat(held).isBetween(30, 60);
            assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("30");
            assertThat(level(shirt, ginza).reserved()).isEqualByComparingTo(BigDecimal.valueOf(held));
            assertThat(sequences(shirt)).as("no hole").isEqualTo(1 + 30 + held);
            assertThat(audit.check().differences()).isEmpty();
        }
    }

    @Test
    void whatWaitsTogetherIsServedInTheOrderOfItsComing() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);

        List<AskedHold> asked = List.of(
                one(shirt, ginza, "2"),
                one(shirt, ginza, "4"),
                one(shirt, ginza, "2"),
                one(shirt, ginza, "1"),
                one(shirt, ginza, "1"));
        group.run(asked);

        assertThat(asked)
                .as("the second finds too little and takes nothing from those behind; the last comes too late")
                .extracting(each -> each.outcome() instanceof AskedHold.Outcome.Held)
                .containsExactly(true, false, true, true, false);
        assertThat(movements(shirt)).as("each its own movement").isEqualTo(1 + 3);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void aBasketTakesAllOfItsLinesOrNothingAndItsNeighboursDoNotNotice() {
        String shirt = anyItem();
        String shoes = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 2);
        stock(shoes, ginza, 1);

        List<AskedHold> asked = List.of(
                one(shoes, ginza, "1"),
                asked(any(), false, line("1", shirt, ginza, "1"), line("2", shoes, ginza, "1")),
                asked(any(), true, line("1", shirt, ginza, "1"), line("2", shoes, ginza, "1")),
                one(shirt, ginza, "1"));
        group.run(asked);

        assertThat(asked)
                .extracting(each -> each.outcome().getClass().getSimpleName())
                .containsExactly("Held", "TooLittle", "Held", "Held");
        Reservation part = ((AskedHold.Outcome.Held) asked.get(2).outcome()).reservation();
        assertThat(part.lines()).extracting(Reservation.Line::line).containsExactly("1");
        assertThat(part.missing()).extracting(Shortfall::line).containsExactly("2");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void oneThatCannotBeWrittenDoesNotFailItsNeighbours() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        // PostgreSQL knows no such character: the statement for all of them fails.
        AskedHold bad = asked("basket\0", false, line("1", shirt, ginza, "1"));
        List<AskedHold> asked = List.of(one(shirt, ginza, "1"), bad, one(shirt, ginza, "1"));

        group.run(asked);

        assertThat(asked)
                .extracting(each -> each.outcome().getClass().getSimpleName())
                .containsExactly("Held", "Failed", "Held");
        assertThat(level(shirt, ginza).reserved()).isEqualByComparingTo("2");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void twinsInOneGroupGetOneReservation() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        String owner = any();

        List<AskedHold> asked = new ArrayList<>(IntStream.range(0, 6)
                .mapToObj(i -> asked(owner, false, line("1", shirt, ginza, "1")))
                .toList());
        asked.add(asked(owner, false, line("1", shirt, ginza, "2")));
        group.run(asked);

        assertThat(asked.subList(0, 6))
                .extracting(each ->
                        ((AskedHold.Outcome.Held) each.outcome()).reservation().id())
                .containsOnly(asked.get(0).id());
        assertThat(asked.get(6).outcome())
                .isInstanceOfSatisfying(
                        AskedHold.Outcome.Failed.class,
                        failed -> assertThat(failed.why())
                                .isInstanceOfSatisfying(
                                        Refusal.class,
                                        refusal -> assertThat(refusal.code()).isEqualTo("OWNER_LINE_TAKEN")));
        assertThat(level(shirt, ginza).reserved()).isEqualByComparingTo("1");
    }

    @Test
    void thousandsOfEndedHoldsAtOneCellDoNotKeepItFromAnybody() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 2_000);
        clock.stop();
        for (int from = 0; from < 2_000; from += 200) {
            group.run(IntStream.range(0, 200)
                    .mapToObj(i -> one(shirt, ginza, "1"))
                    .toList());
        }
        assertThat(tries(shirt, ginza, "1")).isEqualTo("INSUFFICIENT_STOCK");
        clock.advance(Reservations.USUAL_HOLD);

        long began = System.nanoTime();
        assertThat(tries(shirt, ginza, "1")).isEqualTo("HELD");
        Duration first = Duration.ofNanos(System.nanoTime() - began);

        assertThat(tries(shirt, ginza, "1999")).as("all of them give way").isEqualTo("HELD");
        assertThat(tries(shirt, ginza, "1")).isEqualTo("INSUFFICIENT_STOCK");
        assertThat(audit.check().differences()).isEmpty();
        // Far above what it takes, far below a statement for each of them.
        assertThat(first).isLessThan(Duration.ofSeconds(5));
    }

    private String tries(String sku, String store, String quantity) {
        try {
            return reservations
                    .hold(request(any(), false, line("1", sku, store, quantity)))
                    .state()
                    .name();
        } catch (Refusal refusal) {
            return refusal.code();
        }
    }

    private static void tryOne(Reservations where, String sku, String store, AtomicInteger got) {
        try {
            where.hold(request(any(), false, line("1", sku, store, "1")));
            got.incrementAndGet();
        } catch (Refusal refusal) {
            assertThat(refusal.code()).isEqualTo("INSUFFICIENT_STOCK");
        }
    }

    private static ConfigurableApplicationContext anotherCopy() {
        return new SpringApplicationBuilder(InventoryAlone.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.datasource.url=" + TestDatabase.url(),
                        "spring.datasource.hikari.maximum-pool-size=12",
                        "spring.flyway.out-of-order=true",
                        "spring.jpa.open-in-view=false",
                        "noren.inventory.sweep-millis=3600000",
                        "noren.inventory.pickup-sweep-millis=3600000")
                .run();
    }

    private long movements(String sku) {
        return jdbc.sql("select count(*) from inventory.stock_movement where sku = :sku")
                .param("sku", sku)
                .query(Long.class)
                .single();
    }

    private long sequences(String sku) {
        return jdbc.sql("select max(sequence) from inventory.stock_movement where sku = :sku")
                .param("sku", sku)
                .query(Long.class)
                .single();
    }

    private AskedHold one(String sku, String store, String quantity) {
        return asked(any(), false, line("1", sku, store, quantity));
    }

    private AskedHold asked(String owner, boolean partial, HoldRequest.Line... lines) {
        return new AskedHold(
                request(owner, partial, lines), new Writer("somebody", Runnable::run), group.caller(), null);
    }

    private static HoldRequest request(String owner, boolean partial, HoldRequest.Line... lines) {
        return new HoldRequest(owner, "web", List.of(lines), Reservations.USUAL_HOLD, partial);
    }

    private static HoldRequest.Line line(String name, String sku, String store, String quantity) {
        return new HoldRequest.Line(name, sku, store, new BigDecimal(quantity));
    }

    private static String any() {
        return "basket-" + UUID.randomUUID();
    }
}
