package io.noren.inventory;

import static io.noren.inventory.CountResult.Outcome.CONFLICT;
import static io.noren.inventory.CountResult.Outcome.DUPLICATE;
import static io.noren.inventory.CountResult.Outcome.RECORDED;
import static io.noren.inventory.CountResult.Outcome.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What was counted holds against everything that is heard too late. */
class StockCountsTest extends InventoryTest {

    private static final Instant NOON = Instant.now().minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);

    @Autowired
    private StockCounts counts;

    @Autowired
    private WithdrawnCounts withdrawn;

    @Autowired
    private StockAudit audit;

    @Autowired
    private MovementHistory history;

    @Autowired
    private ChangeFeed feed;

    @Test
    void aCountIsWhatLiesThereAndLaterSalesAreTakenFromIt() {
        String shirt = anyItem();
        String ginza = anyStore();
        record(
                sale("stock", shirt, ginza, 10, 0),
                sale("early", shirt, ginza, -1, 10),
                sale("late", shirt, ginza, -2, 30));

        assertThat(count("a", shirt, ginza, 7, 20).result()).isEqualTo(RECORDED);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
        assertThat(history.of(shirt, ginza, 3, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.reason()).isEqualTo("CYCLE_COUNT");
            assertThat(entry.delta()).isEqualByComparingTo("-2");
            assertThat(entry.count()).isEqualTo("a" + shirt);
        });
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatAnOfflineTillSoldBeforeTheCountIsInTheLedgerAndChangesNothing() {
        String shirt = anyItem();
        String ginza = anyStore();
        record(sale("stock", shirt, ginza, 10, 0));
        count("a", shirt, ginza, 8, 20);
        FeedCursor begin = feed.end();

        record(sale("offline", shirt, ginza, -2, 10), sale("returned", shirt, ginza, 1, 20));

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("8");
        assertThat(history.of(shirt, ginza, 2, 10))
                .extracting(entry -> entry.delta().intValue(), MovementHistory.Entry::count)
                .containsExactly(tuple(-2, null), tuple(2, "a" + shirt), tuple(-1, "a" + shirt), tuple(1, null));
        assertThat(feed.after(begin, 10).changes())
                .as("nobody is ever told of more than there is")
                .allSatisfy(change -> assertThat(change.available().intValue()).isLessThanOrEqualTo(8));

        record(sale("after", shirt, ginza, -1, 21));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("7");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void anOlderCountIsKeptAndChangesNothing() {
        String shirt = anyItem();
        String ginza = anyStore();
        count("new", shirt, ginza, 8, 20);

        assertThat(count("old", shirt, ginza, 100, 10).result()).isEqualTo(RECORDED);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("8");
        assertThat(level(shirt, ginza).version()).isEqualTo(1);
        assertThat(jdbc.sql("select count(*) from inventory.stock_count where sku = :sku")
                        .param("sku", shirt)
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void aPromiseIsNoMovementOfWhatLiesThere() {
        String shirt = anyItem();
        String ginza = anyStore();
        record(sale("stock", shirt, ginza, 10, 0));
        jdbc.sql("update inventory.stock_level set reserved = 6 where sku = :sku")
                .param("sku", shirt)
                .update();
        try {
            count("a", shirt, ginza, 4, 20);
            assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("4");
            assertThat(level(shirt, ginza).reserved()).isEqualByComparingTo("6");
            assertThat(level(shirt, ginza).available()).isEqualByComparingTo("0");
        } finally {
            jdbc.sql("update inventory.stock_level set reserved = 0 where sku = :sku")
                    .param("sku", shirt)
                    .update();
        }
    }

    @Test
    void aCountReportedTwiceCountsOnceAndOtherContentIsAConflict() {
        String shirt = anyItem();
        String ginza = anyStore();
        StockCount first = counted("a", shirt, ginza, 8, 20);

        assertThat(counts.record(List.of(first, first, counted("a", shirt, ginza, 9, 20))))
                .extracting(CountResult::result)
                .containsExactly(RECORDED, DUPLICATE, CONFLICT);
        assertThat(counts.record(List.of(first, counted("a", shirt, ginza, 8, 21))))
                .extracting(CountResult::result)
                .containsExactly(DUPLICATE, CONFLICT);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("8");
        assertThat(Together.all(8, who -> count("b", shirt, ginza, 5, 30).result()).stream()
                        .filter(RECORDED::equals))
                .hasSize(1);
        assertThat(level(shirt, ginza).version()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whateverArrivesInWhateverOrderTheLevelIsTheLastCountAndWhatCameAfter(long seed) {
        Random random = new Random(seed);
        List<String> skus = List.of(anyItem(), anyItem());
        String ginza = anyStore();
        List<Movement> movements = new ArrayList<>();
        List<StockCount> taken = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String sku = skus.get(random.nextInt(2));
            // Few instants, so that many meet exactly.
            int minute = random.nextInt(12);
            if (random.nextInt(4) == 0) {
                taken.add(counted("c" + i + "-", sku, ginza, random.nextInt(20), minute));
            } else {
                movements.add(sale(
                        "m" + i + "-", sku, ginza, random.nextInt(1, 9) * (random.nextBoolean() ? 1 : -1), minute));
            }
        }

        deliverInAnyOrder(movements, taken, random);

        for (String sku : skus) {
            assertThat(level(sku, ginza).onHand()).isEqualByComparingTo(expected(sku, movements, taken));
        }
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void countsAndSalesOfManyAtOnceEndWhereOneAfterTheOtherWould() {
        List<String> skus = List.of(anyItem(), anyItem(), anyItem());
        String ginza = anyStore();
        List<Movement> movements = new ArrayList<>();
        List<StockCount> taken = new ArrayList<>();
        Random dice = new Random(11);
        for (int i = 0; i < 120; i++) {
            movements.add(sale("m" + i + "-", skus.get(dice.nextInt(3)), ginza, dice.nextInt(1, 9), dice.nextInt(100)));
        }
        for (int i = 0; i < 30; i++) {
            taken.add(counted("c" + i + "-", skus.get(dice.nextInt(3)), ginza, dice.nextInt(20), dice.nextInt(100)));
        }

        Together.all(8, who -> {
            deliverInAnyOrder(movements, taken, new Random(who));
            return true;
        });

        for (String sku : skus) {
            assertThat(level(sku, ginza).onHand()).isEqualByComparingTo(expected(sku, movements, taken));
        }
        assertThat(audit.check().differences()).isEmpty();
    }

    static Stream<Arguments> refusals() {
        Instant now = Instant.now();
        return Stream.of(
                Arguments.of("BAD_ID", " ", "1", now, null),
                Arguments.of("BAD_ID", "x".repeat(201), "1", now, null),
                Arguments.of("NEGATIVE_COUNT", "a", "-1", now, null),
                Arguments.of("NEGATIVE_COUNT", "a", "1", now, "-1"),
                Arguments.of("ABSURD_QUANTITY", "a", "1000001", now, null),
                Arguments.of("ABSURD_QUANTITY", "a", "1E+999999999", now, null),
                Arguments.of("ABSURD_QUANTITY", "a", "1", now, "1E+999999999"),
                Arguments.of("TOO_MANY_DECIMALS", "a", "0.0001", now, null),
                Arguments.of("FRACTION_OF_EACH", "a", "0.5", now, null),
                Arguments.of("COUNTED_IN_FUTURE", "a", "1", now.plus(Duration.ofMinutes(10)), null),
                Arguments.of("COUNTED_TOO_LONG_AGO", "a", "1", now.minus(Duration.ofDays(61)), null));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBeCountedIsRefusedByName(
            String code, String id, String counted, Instant at, @Nullable String expected) {
        String shirt = anyItem();
        String ginza = anyStore();

        List<CountResult> results = counts.record(List.of(
                new StockCount(
                        id,
                        ItemReference.sku(shirt),
                        ginza,
                        new BigDecimal(counted),
                        at,
                        expected == null ? null : new BigDecimal(expected)),
                counted("good", shirt, ginza, 3, 1)));

        assertThat(results).extracting(CountResult::result).containsExactly(REJECTED, RECORDED);
        assertThat(results.get(0).code()).isEqualTo(code);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("3");
    }

    @Test
    void anUnknownItemAndAnUnknownStoreAreRefused() {
        assertThat(counts.record(List.of(
                        counted("a", "no-such-item", anyStore(), 1, 1), counted("b", anyItem(), "nowhere", 1, 1))))
                .extracting(CountResult::code)
                .containsExactly("UNKNOWN_ITEM", "UNKNOWN_LOCATION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update inventory.stock_count set counted = 1",
                "update inventory.stock_count set state = 'UNDONE'",
                "delete from inventory.stock_count",
                "truncate inventory.stock_count"
            })
    void theDatabaseItselfRefusesToRewriteACount(String statement) {
        count("a", anyItem(), anyStore(), 8, 20);

        assertThatThrownBy(() -> jdbc.sql(statement).update()).hasMessageContaining("append-only");
    }

    @Test
    void aCountThatIsWithdrawnLeavesTheBooksAsIfItHadNeverBeen() {
        String shirt = anyItem();
        String ginza = anyStore();
        record(sale("stock", shirt, ginza, 10, 0));
        count("a", shirt, ginza, 8, 20);
        record(sale("between", shirt, ginza, -1, 25));
        count("b", shirt, ginza, 2, 30);
        record(sale("after", shirt, ginza, -1, 40), sale("late", shirt, ginza, -3, 28));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("1");

        assertThat(withdraw("b", shirt, ginza, 2, 30)).isEqualTo(RECORDED);
        assertThat(level(shirt, ginza).onHand()).as("8 - 1 - 3 - 1").isEqualByComparingTo("3");

        assertThat(withdraw("b", shirt, ginza, 2, 30)).isEqualTo(DUPLICATE);
        assertThat(withdraw("a", shirt, ginza, 7, 20)).as("nobody counted 7").isEqualTo(CONFLICT);
        assertThat(withdraw("a", shirt, ginza, 8, 20)).isEqualTo(RECORDED);
        assertThat(level(shirt, ginza).onHand()).as("10 - 1 - 3 - 1").isEqualByComparingTo("5");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void aCountThatIsWithdrawnBeforeItComesNeverCounts() {
        String shirt = anyItem();
        String ginza = anyStore();
        record(sale("stock", shirt, ginza, 10, 0));

        assertThat(withdraw("a", shirt, ginza, 2, 20)).isEqualTo(RECORDED);

        assertThat(count("a", shirt, ginza, 2, 20).result()).isEqualTo(DUPLICATE);
        assertThat(count("a", shirt, ginza, 3, 20).result()).isEqualTo(CONFLICT);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("10");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void aCountAndItsWithdrawalAtTheSameMomentAreAsIfThereWereNone() throws Exception {
        for (int round = 0; round < 10; round++) {
            String shirt = anyItem();
            String ginza = anyStore();
            record(sale("stock", shirt, ginza, 10, 0));
            ExecutorService both = Executors.newFixedThreadPool(2);
            try {
                both.invokeAll(List.<Callable<Object>>of(
                                () -> count("a", shirt, ginza, 2, 20), () -> withdraw("a", shirt, ginza, 2, 20)))
                        .forEach(done -> assertThat(done).succeedsWithin(Duration.ofSeconds(20)));
            } finally {
                both.shutdownNow();
            }
            assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("10");
        }
    }

    @Test
    void whatWasCountedLongAgoIsNotWithdrawn() {
        StockCount old = new StockCount(
                "old", ItemReference.sku(anyItem()), anyStore(), BigDecimal.ONE, NOON.minus(31, ChronoUnit.DAYS), null);

        assertThat(withdrawn.withdraw(List.of(old)).get(0).code()).isEqualTo("WITHDRAWN_TOO_LATE");
    }

    private CountResult.Outcome withdraw(String name, String sku, String store, long counted, int minute) {
        return withdrawn
                .withdraw(List.of(counted(name, sku, store, counted, minute)))
                .get(0)
                .result();
    }

    private void deliverInAnyOrder(List<Movement> movements, List<StockCount> taken, Random random) {
        List<Object> deliveries = new ArrayList<>(movements);
        deliveries.addAll(taken);
        deliveries.addAll(movements.subList(0, movements.size() / 2));
        deliveries.addAll(taken.subList(0, taken.size() / 2));
        Collections.shuffle(deliveries, random);
        while (!deliveries.isEmpty()) {
            List<Object> batch = deliveries.subList(0, Math.min(deliveries.size(), random.nextInt(1, 15)));
            ledger.record(batch.stream()
                    .filter(Movement.class::isInstance)
                    .map(Movement.class::cast)
                    .toList());
            counts.record(batch.stream()
                    .filter(StockCount.class::isInstance)
                    .map(StockCount.class::cast)
                    .toList());
            batch.clear();
        }
    }

    private static BigDecimal expected(String sku, List<Movement> movements, List<StockCount> taken) {
        ItemReference item = ItemReference.sku(sku);
        Optional<StockCount> last = taken.stream()
                .filter(count -> count.item().equals(item))
                .max(Comparator.comparing(StockCount::countedAt).thenComparing(StockCount::id));
        return movements.stream()
                .filter(movement -> movement.item().equals(item))
                .filter(movement -> last.isEmpty()
                        || movement.occurredAt().isAfter(last.get().countedAt()))
                .map(Movement::delta)
                .reduce(last.map(StockCount::counted).orElse(BigDecimal.ZERO), BigDecimal::add);
    }

    private void record(Movement... movements) {
        assertThat(ledger.record(List.of(movements)))
                .extracting(MovementResult::result)
                .containsOnly(MovementResult.Outcome.RECORDED);
    }

    private CountResult count(String name, String sku, String store, long counted, int minute) {
        return counts.record(List.of(counted(name, sku, store, counted, minute)))
                .get(0);
    }

    private static StockCount counted(String name, String sku, String store, long counted, int minute) {
        return new StockCount(
                name + sku,
                ItemReference.sku(sku),
                store,
                BigDecimal.valueOf(counted),
                NOON.plus(Duration.ofMinutes(minute)),
                null);
    }

    private static Movement sale(String name, String sku, String store, long delta, int minute) {
        return new Movement(
                name + sku,
                ItemReference.sku(sku),
                store,
                BigDecimal.valueOf(delta),
                delta < 0 ? MovementReason.SALE : MovementReason.RETURN,
                NOON.plus(Duration.ofMinutes(minute)),
                null,
                null);
    }
}
