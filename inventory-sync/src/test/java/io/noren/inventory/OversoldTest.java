package io.noren.inventory;

import static io.noren.inventory.Oversold.Cause.SOLD_BELOW_ZERO;
import static io.noren.inventory.Oversold.Cause.SOLD_PROMISED;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A till sells whatever the books say; who works there is asked to count, once. */
class OversoldTest extends InventoryTest {

    @Autowired
    private Oversold oversold;

    @Autowired
    private StockCounts counts;

    @Autowired
    private StockLevels levels;

    @Autowired
    private LevelAnnouncer announcer;

    @Autowired
    private DataSource database;

    private Instant now = Instant.EPOCH;
    private String shirt = "";
    private String ginza = "";

    @BeforeEach
    void aShelfWithThree() {
        now = clock.stop();
        shirt = anyItem();
        ginza = anyStore();
        move(MovementReason.RECEIVED, 3, now.minusSeconds(100));
    }

    @Test
    void oneCountIsAskedForWhenASaleCrossesZero() {
        sell(3, now.minusSeconds(90));
        assertThat(tasks()).as("all that there was is sold").isEmpty();

        Movement crossing = of(MovementReason.SALE, -2, now.minusSeconds(80));
        ledger.record(List.of(crossing));
        ledger.record(List.of(crossing));
        sell(1, now.minusSeconds(70));

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("-3");
        assertThat(oversold.openAt(ginza, 10))
                .containsExactly(new Oversold.Task(shirt, ginza, SOLD_BELOW_ZERO, now.minusSeconds(80)));
        assertThat(tasks()).containsExactly("SOLD_BELOW_ZERO OPEN");
        assertThat(oversold.countAt(List.of(ginza, anyStore()))).isEqualTo(Map.of(ginza, 1L));
    }

    @Test
    void aCountFromThenOnEndsItAndTheNextCrossingAsksAgain() {
        sell(4, now.minusSeconds(90));
        count(5, now.minusSeconds(91));
        assertThat(oversold.openAt(ginza, 10))
                .as("that count has not seen the sale")
                .hasSize(1);
        count(2, now.minusSeconds(90));

        assertThat(oversold.openAt(ginza, 10)).isEmpty();
        assertThat(tasks()).containsExactly("SOLD_BELOW_ZERO OPEN");
        oversold.tidy();
        assertThat(tasks()).containsExactly("SOLD_BELOW_ZERO DONE");

        sell(3, now.minusSeconds(50));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("-1");
        assertThat(tasks()).containsExactly("SOLD_BELOW_ZERO DONE", "SOLD_BELOW_ZERO OPEN");
    }

    @Test
    void crossingAgainBeforeTheCountAsksForOneCountOfTheLaterSale() {
        sell(4, now.minusSeconds(90));
        move(MovementReason.RECEIVED, 5, now.minusSeconds(80));
        sell(5, now.minusSeconds(70));

        assertThat(tasks()).containsExactly("SOLD_BELOW_ZERO OPEN");
        count(4, now.minusSeconds(75));
        assertThat(oversold.openAt(ginza, 10))
                .as("only a count that has seen the later sale ends it")
                .extracting(Oversold.Task::soldAt)
                .containsExactly(now.minusSeconds(70));
    }

    @Test
    void aCountThatIsNotYetTidiedHidesNoLaterCrossing() {
        sell(4, now.minusSeconds(90));
        count(1, now.minusSeconds(80));
        sell(2, now.minusSeconds(70));

        oversold.tidy();
        assertThat(oversold.openAt(ginza, 10)).extracting(Oversold.Task::soldAt).containsExactly(now.minusSeconds(70));
    }

    @Test
    void whatIsLowOnlyInPassingIsNotAskedFor() {
        ledger.record(List.of(
                of(MovementReason.SALE, -4, now.minusSeconds(90)),
                of(MovementReason.RECEIVED, 10, now.minusSeconds(95))));
        count(2, now.minusSeconds(50));
        sell(9, now.minusSeconds(60));

        assertThat(level(shirt, ginza).onHand())
                .as("the count had seen the late sale")
                .isEqualByComparingTo("2");
        assertThat(tasks()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHRINKAGE", "CORRECTION"})
    void onlySalesAsk(MovementReason reason) {
        move(reason, -5, now.minusSeconds(90));

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("-2");
        assertThat(tasks()).isEmpty();
    }

    @Test
    void whatATillSellsThoughItIsPromisedIsAskedForUntilItIsBelowZero() {
        promise(2);
        sell(1, now.minusSeconds(90));
        assertThat(tasks()).as("one was free").isEmpty();

        sell(1, now.minusSeconds(80));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("1");
        assertThat(tasks()).containsExactly("SOLD_PROMISED OPEN");
        sell(1, now.minusSeconds(70));
        assertThat(tasks()).containsExactly("SOLD_PROMISED OPEN");
        sell(1, now.minusSeconds(60));
        assertThat(oversold.openAt(ginza, 10))
                .extracting(Oversold.Task::cause)
                .containsExactlyInAnyOrder(SOLD_PROMISED, SOLD_BELOW_ZERO);
        promise(-2);
    }

    @Test
    void aDisplayPieceThatIsSoldIsNobodysPromise() {
        jdbc.sql("update inventory.stock_level set display = 3 where sku = :sku")
                .param("sku", shirt)
                .update();

        sell(1, now.minusSeconds(90));

        assertThat(tasks()).isEmpty();
        jdbc.sql("update inventory.stock_level set display = 0 where sku = :sku")
                .param("sku", shirt)
                .update();
    }

    @Test
    void ofABundleThePartIsAskedFor() {
        String set = anyItem();
        items.put(new Item(
                set,
                null,
                List.of(),
                new LocalizedName(null, "Set"),
                Item.EACH,
                null,
                null,
                null,
                null,
                true,
                List.of(new Item.Part(shirt, BigDecimal.valueOf(2)))));

        ledger.record(List.of(movement("set-" + UUID.randomUUID(), set, ginza, -2)));

        assertThat(oversold.openAt(ginza, 10)).extracting(Oversold.Task::sku).containsExactly(shirt);
    }

    @Test
    void ofManyTillsAtOnceOneAsks() {
        Together.all(8, who -> ledger.record(List.of(of(MovementReason.SALE, -1, now.minusSeconds(10 + who)))));

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("-5");
        assertThat(tasks()).containsExactly("SOLD_BELOW_ZERO OPEN");
    }

    @Test
    void whatWasKeptForSomebodyAndIsFetchedAsksOnlyBelowZero() {
        promise(2);
        fetched(2);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("1");
        assertThat(tasks()).isEmpty();

        promise(1);
        sell(1, now.minusSeconds(90));
        fetched(1);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("-1");
        assertThat(oversold.openAt(ginza, 10))
                .extracting(Oversold.Task::cause)
                .containsExactlyInAnyOrder(SOLD_PROMISED, SOLD_BELOW_ZERO);
    }

    private void fetched(int quantity) {
        new TransactionTemplate(new JdbcTransactionManager(database))
                .executeWithoutResult(status -> levels.apply(List.of(
                        change(QuantityName.ON_HAND, MovementReason.RESERVATION_FULFILLED, -quantity),
                        change(QuantityName.COMMITTED, MovementReason.RESERVATION_FULFILLED, -quantity))));
    }

    @Test
    void aSaleOfWhatIsThereCostsNoStatementMore() {
        AtomicInteger statements = new AtomicInteger();
        DataSource counted = counting(statements);
        JdbcClient client = JdbcClient.create(counted);
        StockLevels counting = new StockLevels(client, announcer, new Oversold(client, clock), clock);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(counted));

        transaction.executeWithoutResult(status -> counting.apply(List.of(change(-2))));
        assertThat(statements.getAndSet(0)).as("lock, write").isEqualTo(2);
        transaction.executeWithoutResult(status -> counting.apply(List.of(change(-2))));
        assertThat(statements.getAndSet(0)).as("lock, write, ask").isEqualTo(3);
        transaction.executeWithoutResult(status -> counting.apply(List.of(change(-2))));
        assertThat(statements.get()).as("lock, write").isEqualTo(2);
    }

    private LevelChange change(long delta) {
        return change(QuantityName.ON_HAND, MovementReason.SALE, delta);
    }

    private LevelChange change(QuantityName name, MovementReason reason, long delta) {
        return new LevelChange(
                "sale-" + UUID.randomUUID(),
                new Cell(shirt, ginza),
                name,
                BigDecimal.valueOf(delta),
                reason,
                null,
                now,
                now,
                Writer.here());
    }

    private DataSource counting(AtomicInteger statements) {
        return new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                return (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                            if (method.getName().equals("prepareStatement")) {
                                statements.incrementAndGet();
                            }
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
            }
        };
    }

    private void sell(long quantity, Instant at) {
        move(MovementReason.SALE, -quantity, at);
    }

    private void move(MovementReason reason, long delta, Instant at) {
        ledger.record(List.of(of(reason, delta, at)));
    }

    private Movement of(MovementReason reason, long delta, Instant at) {
        return new Movement(
                "m-" + UUID.randomUUID(),
                ItemReference.sku(shirt),
                ginza,
                BigDecimal.valueOf(delta),
                reason,
                at,
                null,
                null);
    }

    private void count(long counted, Instant at) {
        counts.record(List.of(new StockCount(
                "c-" + UUID.randomUUID(), ItemReference.sku(shirt), ginza, BigDecimal.valueOf(counted), at, null)));
    }

    /** More, or with less than 0 fewer, are kept for somebody. */
    private void promise(int quantity) {
        new TransactionTemplate(new JdbcTransactionManager(database))
                .executeWithoutResult(status -> levels.apply(
                        List.of(change(QuantityName.COMMITTED, MovementReason.RESERVATION_COMMITTED, quantity))));
    }

    private List<String> tasks() {
        return jdbc.sql("""
                select cause || ' ' || state from inventory.count_task where sku = :sku and location = :location
                order by created_at, state
                """)
                .param("sku", shirt)
                .param("location", ginza)
                .query(String.class)
                .list();
    }
}
