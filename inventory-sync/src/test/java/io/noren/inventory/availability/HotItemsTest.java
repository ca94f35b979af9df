package io.noren.inventory.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.inventory.ChangeTail;
import io.noren.inventory.InventoryAlone;
import io.noren.inventory.InventoryTest;
import io.noren.inventory.StockLedger;
import io.noren.inventory.TestClock;
import io.noren.inventory.TestDatabase;
import io.noren.inventory.Together;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityRule.Scope;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is read from memory, while this copy of the application and another one change it. */
class HotItemsTest extends InventoryTest {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** The bound, and what a busy machine takes to notice that it has passed. */
    private static final Duration SOON = Remembered.BOUND.plusSeconds(4);

    private static ConfigurableApplicationContext other;

    @Autowired
    private Reservations here;

    @Autowired
    private AvailabilityRules rules;

    @Autowired
    private ChangeTail tail;

    @Autowired
    private LevelMemory memory;

    @Autowired
    private PlatformTransactionManager transactions;

    @BeforeAll
    static void startAnotherCopy() {
        other = new SpringApplicationBuilder(InventoryAlone.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of(
                        "spring.datasource.url", TestDatabase.url(),
                        "spring.datasource.hikari.maximum-pool-size", "10",
                        "noren.inventory.sweep-millis", "3600000",
                        "noren.inventory.pickup-sweep-millis", "3600000",
                        "noren.imports.poll-millis", "3600000",
                        "noren.data", "target/data-of-another",
                        "spring.flyway.out-of-order", "true",
                        "spring.jpa.open-in-view", "false"))
                .run();
    }

    @AfterAll
    static void stopIt() {
        other.close();
    }

    @BeforeEach
    void memoryIsBelieved() {
        if (!tail.isRunning()) {
            tail.start();
        }
        await().until(() -> memory.isBelieved(List.of("any")));
    }

    @Test
    void whatThisCopyChangesIsSeenByTheNextReader() {
        String shirt = anyItem();
        String ginza = anyStore();
        for (int i = 1; i <= 20; i++) {
            stock(shirt, ginza, 1);
            assertThat(available(shirt)).isEqualByComparingTo(BigDecimal.valueOf(i));
        }
    }

    @Test
    void whatAnotherCopyReservedIsNotPromisedHereBeyondTheBound() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        for (int taken = 1; taken <= 5; taken++) {
            assertThat(available(shirt)).isEqualByComparingTo(BigDecimal.valueOf(6L - taken));
            long began = System.nanoTime();
            hold(there(Reservations.class), shirt, ginza, BigDecimal.ONE);
            long answered = System.nanoTime();
            BigDecimal left = BigDecimal.valueOf(5L - taken);

            await().pollDelay(Duration.ZERO)
                    .atMost(SOON)
                    .until(() -> available(shirt).compareTo(left) == 0);

            assertThat(answered - began)
                    .as("reserving does not wait for readers")
                    .isLessThan(SOON.toNanos());
        }
    }

    @Test
    void anAnswerThatBeganMoreThanTheBoundAfterACommitKnowsIt() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 1);
        AtomicInteger written = new AtomicInteger(1);
        List<Seen> seen = new ArrayList<>();

        Together.all(2, who -> {
            long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            if (who == 0) {
                while (System.nanoTime() < end) {
                    StockLedger ledger = there(StockLedger.class);
                    ledger.record(List.of(movement("hot-" + UUID.randomUUID(), shirt, ginza, 1)));
                    synchronized (seen) {
                        seen.add(new Seen(System.nanoTime(), written.incrementAndGet()));
                    }
                }
                return null;
            }
            while (System.nanoTime() < end) {
                long asked = System.nanoTime();
                long told = available(shirt).longValueExact();
                synchronized (seen) {
                    long atLeast = seen.stream()
                            .filter(commit -> asked - commit.at() > Remembered.BOUND.toNanos())
                            .mapToLong(Seen::onHand)
                            .max()
                            .orElse(1);
                    assertThat(told).as("after %d commits", seen.size()).isGreaterThanOrEqualTo(atLeast);
                }
            }
            return null;
        });

        assertThat(written.get()).as("much was written meanwhile").isGreaterThan(20);
    }

    private record Seen(long at, long onHand) {}

    @Test
    void whenTheFeedStandsStillMemoryIsNotBelievedAndTheDatabaseIsAsked() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        assertThat(available(shirt)).isEqualByComparingTo("5");

        tail.stop();
        await().atMost(SOON).until(() -> !memory.isBelieved(List.of(shirt)));

        for (int sold = 1; sold <= 4; sold++) {
            there(StockLedger.class).record(List.of(movement("cut-" + UUID.randomUUID(), shirt, ginza, -1)));
            assertThat(available(shirt))
                    .as("nobody told this copy, so it has to look")
                    .isEqualByComparingTo(BigDecimal.valueOf(5L - sold));
        }

        tail.start();
        await().atMost(SOON).until(() -> memory.isBelieved(List.of(shirt)));
        assertThat(available(shirt)).isEqualByComparingTo("1");
    }

    @Test
    void anOpenTransactionKeepsChangesOutOfTheFeedButNotFromReaders() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        assertThat(available(shirt)).isEqualByComparingTo("5");

        new TransactionTemplate(transactions).executeWithoutResult(open -> {
            jdbc.sql("select pg_current_xact_id()").query(row -> {});
            Together.all(1, outside -> {
                there(StockLedger.class).record(List.of(movement("late-" + UUID.randomUUID(), shirt, ginza, -3)));
                await().atMost(SOON).until(() -> available(shirt).compareTo(TWO) == 0);
                assertThat(memory.isBelieved(List.of(shirt))).isTrue();
                return null;
            });
        });
    }

    @Test
    void aHoldThatEndsCountsNoMoreFromItsInstantThoughNothingMoved() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        clock.stop();
        Reservation hold = hold(here, shirt, ginza, TWO);
        assertThat(available(shirt)).isEqualByComparingTo("3");

        clock.advance(Duration.between(clock.instant(), hold.expiresAt()).minusNanos(1000));
        assertThat(available(shirt)).isEqualByComparingTo("3");
        clock.advance(Duration.ofNanos(1000));

        assertThat(available(shirt)).isEqualByComparingTo("5");
    }

    @Test
    void aHoldThatAnotherCopyProlongedStillCounts() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        clock.stop();
        there(TestClock.class).stop();
        Reservation hold = hold(here, shirt, ginza, TWO);
        assertThat(available(shirt)).isEqualByComparingTo("3");
        there(Reservations.class).extend(hold.id(), Duration.ofHours(3));
        there(TestClock.class).run();

        clock.advance(Duration.ofMinutes(31));

        assertThat(available(shirt))
                .as("its first end has passed, its new one has not")
                .isEqualByComparingTo("3");
    }

    @Test
    void aRuleFromAnotherCopyCountsWithinTheBound() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        assertThat(available(shirt)).isEqualByComparingTo("5");

        there(AvailabilityRules.class)
                .put(
                        new AvailabilityRule(
                                "rule-" + shirt,
                                new Scope(null, null, null, shirt),
                                BigDecimal.valueOf(3),
                                null,
                                null,
                                null,
                                null,
                                null),
                        null);
        await().atMost(SOON).until(() -> available(shirt).compareTo(TWO) == 0);
        there(NotFoundReports.class).report(shirt, ginza, null);
        await().atMost(SOON).until(() -> available(shirt).signum() == 0);

        assertThat(rules.find("rule-" + shirt)).isPresent();
    }

    @Test
    void insideATransactionItsOwnChangesAreSeenAndNotRemembered() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        assertThat(available(shirt)).isEqualByComparingTo("5");

        new TransactionTemplate(transactions).executeWithoutResult(open -> {
            stock(shirt, ginza, 2);
            assertThat(available(shirt)).isEqualByComparingTo("7");
            open.setRollbackOnly();
        });

        assertThat(available(shirt)).isEqualByComparingTo("5");
    }

    @Test
    void aNewLocationAndAnItemThatNobodyHadAreFound() {
        String shirt = anyItem();
        String ginza = anyStore();
        String ueno = anyStore();
        assertThat(available(shirt)).isZero();
        stock(shirt, ginza, 1);
        assertThat(available(shirt)).isEqualByComparingTo("1");
        there(StockLedger.class).record(List.of(movement("new-" + UUID.randomUUID(), shirt, ueno, 4)));

        await().atMost(SOON).until(() -> available(shirt).compareTo(BigDecimal.valueOf(5)) == 0);
        List<AtLocation> told = availability
                .forChannel("web", List.of(shirt), List.of(ueno, "nowhere"))
                .items()
                .get(0)
                .locations();
        assertThat(told).extracting(AtLocation::location).containsExactly("nowhere", ueno);
        assertThat(told.get(0).version()).isZero();
    }

    private static <T> T there(Class<T> type) {
        return other.getBean(type);
    }

    private static Reservation hold(Reservations reservations, String sku, String location, BigDecimal quantity) {
        return reservations.hold(new HoldRequest(
                "cart-" + UUID.randomUUID(),
                "web",
                List.of(new HoldRequest.Line("1", sku, location, quantity)),
                Duration.ofMinutes(30),
                false));
    }

    private BigDecimal available(String sku) {
        return availability.forChannel("web", List.of(sku), null).items().get(0).available();
    }
}
