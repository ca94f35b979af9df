package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The ledger lies in months; nobody who writes, reads or follows it notices. */
class LedgerPartitionsTest extends InventoryTest {

    @Autowired
    private LedgerPartitions partitions;

    @Autowired
    private ChangeFeed feed;

    @Autowired
    private StockAudit audit;

    @Autowired
    private StockCounts counts;

    @Autowired
    private HeldChanges held;

    @Autowired
    private StockAsOf stock;

    @Autowired
    private MovementHistory history;

    @Autowired
    private PlatformTransactionManager transactions;

    private String shirt = "";
    private String ginza = "";

    @BeforeEach
    void aShirt() {
        shirt = anyItem();
        ginza = anyStore();
    }

    @Test
    void theNextMonthsAreMadeOnceHoweverManyCopiesMakeThem() {
        Instant then = Instant.parse("2031-05-31T23:59:59Z");

        List<Integer> made = Together.all(6, who -> partitions.make(then));

        assertThat(made.stream().mapToInt(Integer::intValue).sum()).isEqualTo(4);
        assertThat(partitions.make(then)).isZero();
        assertThat(months()).contains("stock_movement_2031_05", "stock_movement_2031_08");
    }

    @Test
    void whatFellIntoTheSafetyNetMovesIntoItsMonthAndTheFeedStaysWhole() {
        FeedCursor begin = feed.end();
        clock.stop();
        Duration away = Duration.between(clock.instant(), Instant.parse("2033-01-10T00:00:00Z"));
        stock(shirt, ginza, 1);
        clock.advance(away);
        stock(shirt, ginza, 2);
        assertThat(rowsOf("stock_movement_elsewhen")).isEqualTo(1);

        partitions.make(clock.instant());

        assertThat(rowsOf("stock_movement_elsewhen")).isZero();
        assertThat(rowsOf("stock_movement_2033_01")).isEqualTo(1);
        stock(shirt, ginza, 3);
        assertThat(feed.after(begin, 10).changes())
                .extracting(StockChange::sequence)
                .containsExactly(1L, 2L, 3L);
        assertThat(history.of(shirt, ginza, 0, 10)).hasSize(3);
        assertThat(audit.check().differences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update inventory.%s set delta = delta + 1",
                "delete from inventory.%s",
                "truncate inventory.%s",
                "insert into inventory.%1$s select (m).* from (select m from inventory.%1$s m limit 1) m"
            })
    void aMonthIsAsAppendOnlyAsTheWhole(String statement) {
        stock(shirt, ginza, 1);
        String month = jdbc.sql("select tableoid::regclass::text from inventory.stock_movement where sku = :sku")
                .param("sku", shirt)
                .query(String.class)
                .single()
                .replace("inventory.", "");

        assertThatThrownBy(() -> jdbc.sql(statement.formatted(month)).update())
                .hasMessageMatching("(?s).*(append-only|duplicate key).*");
    }

    /** What follows the ledger in the background would wait for this story, and this story for it. */
    private void nobodyReadsMeanwhile() {
        jdbc.sql("lock table inventory.stock_movement in access exclusive mode").update();
    }

    @Test
    void anOldMonthIsClosedAndTheBooksStillAddUp() {
        new TransactionTemplate(transactions).executeWithoutResult(everythingIsPutBack -> {
            nobodyReadsMeanwhile();
            anOldMonth();
            stock(shirt, ginza, 3);
            assertThat(audit.check().differences()).isEmpty();

            long closed = jdbc.sql("select inventory.close_partition('stock_movement_2020_01')")
                    .query(Long.class)
                    .single();

            assertThat(closed).isEqualTo(3);
            assertThat(audit.check().differences()).isEmpty();
            assertThat(months()).doesNotContain("stock_movement_2020_01");
            assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("8");
            assertThat(history.of(shirt, ginza, 0, 10))
                    .extracting(MovementHistory.Entry::sequence)
                    .containsExactly(4L);
            assertThat(stock.at(shirt, ginza, clock.instant()).happened().onHand())
                    .isEqualByComparingTo("8");
            assertThatThrownBy(() -> stock.at(shirt, ginza, Instant.parse("2020-01-20T00:00:00Z")))
                    .hasMessageContaining("archived");
            assertThatThrownBy(() -> feed.checkStillThere(FeedCursor.START)).hasMessageContaining("snapshot");
            feed.checkStillThere(new FeedCursor(Long.MAX_VALUE, 0));
            everythingIsPutBack.setRollbackOnly();
        });
    }

    @Test
    void anUndoneCountFallsBackToMovementsOfClosedMonthsToo() {
        new TransactionTemplate(transactions).executeWithoutResult(everythingIsPutBack -> {
            nobodyReadsMeanwhile();
            anOldMonth();
            jdbc.sql("select inventory.close_partition('stock_movement_2020_01')")
                    .query(row -> {});
            CountResult result = counts.record(List.of(new StockCount(
                            "count" + shirt,
                            ItemReference.sku(shirt),
                            ginza,
                            new BigDecimal(500),
                            clock.instant(),
                            BigDecimal.ONE)))
                    .get(0);
            held.approve(Objects.requireNonNull(result.held()));
            assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("500");

            held.undo(Objects.requireNonNull(result.held()));

            assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
            assertThat(audit.check().differences()).isEmpty();
            everythingIsPutBack.setRollbackOnly();
        });
    }

    @Test
    void onlyWholeOldMonthsAreClosedAndTheOldestFirst() {
        partitions.make(clock.instant());
        String newest = months().get(months().size() - 1);
        for (String no : List.of("stock_movement_elsewhen", "stock_level", "stock_movement_1999_01", newest)) {
            assertThatThrownBy(() -> jdbc.sql("select inventory.close_partition(:name)")
                            .param("name", no)
                            .query(row -> {}))
                    .as(no)
                    .hasMessageMatching("(?s).*(no month of the ledger|older months|less than 90 days).*");
        }
    }

    @Test
    void whatMattersForSpeedTouchesOneMonth() {
        stock(shirt, ginza, 1);
        Instant now = clock.instant();

        assertThat(monthsIn("""
                select sum(delta) from inventory.stock_movement
                where sku = 'a' and location = 'b' and occurred_at > '%1$s' and recorded_at > timestamptz '%1$s'
                    and recorded_at < timestamptz '%1$s' + interval '1 second'
                """.formatted(now))).hasSize(1);
        // So few rows would be sorted rather than looked up; what matters is that a month of millions need not be.
        String following = new TransactionTemplate(transactions).execute(status -> {
            jdbc.sql("set local enable_seqscan = off; set local enable_bitmapscan = off")
                    .update();
            return plan("select feed_tx, id from inventory.stock_movement "
                    + "where (feed_tx, id) > ('9223372036854775807'::xid8, 1) order by feed_tx, id limit 100");
        });
        assertThat(following)
                .as("the feed reads each month by its index, in order, and sorts nothing")
                .contains("Merge Append", "_feed")
                .doesNotContain("Seq Scan", "->  Sort", "Incremental Sort");
    }

    @Test
    void theAuditorLooksUpItsCellsAndReadsNoMonthAsAWhole() {
        new TransactionTemplate(transactions).executeWithoutResult(everythingIsPutBack -> {
            jdbc.sql("select inventory.make_partition('2034-01-15')").query(row -> {});
            jdbc.sql("""
                    insert into inventory.stock_movement (movement_key, sku, location, sequence, quantity_name, delta,
                        on_hand_after, reserved_after, reason, actor, occurred_at, received_at, recorded_at, feed_tx)
                    select 'n' || n, 'audited-' || 10000 + n % 2000, :location, n / 2000 + 1, 'ON_HAND', 1, 0, 0, 'SALE',
                        'x', '2034-01-15', '2034-01-15', '2034-01-15', '3'
                    from generate_series(0, 39999) n order by n * 7919 % 40000
                    """).param("location", ginza).update();
            jdbc.sql("analyze inventory.stock_movement_2034_01").update();

            long before = readThrough("stock_movement_2034_01");
            List<StockAudit.Difference> found =
                    audit.differences(new Cell("audited-11000", ginza), Optional.of(new Cell("audited-11010", ginza)));

            assertThat(found)
                    .as("movements without a level, each cell by itself")
                    .hasSize(10)
                    .allMatch(cell -> cell.movements() == 20);
            assertThat(readThrough("stock_movement_2034_01")).isEqualTo(before);
            everythingIsPutBack.setRollbackOnly();
        });
    }

    @Test
    void questionsAboutTodayDoNotOpenTheMonthsOfLongAgo() {
        new TransactionTemplate(transactions).executeWithoutResult(everythingIsPutBack -> {
            everythingIsPutBack.setRollbackOnly();
            anOldMonth();
            for (int i = 0; i < 3; i++) {
                stock(shirt, ginza, 1);
            }
            long before = looksInto("stock_movement_2020_01");

            StockAsOf.Answer now = stock.at(shirt, ginza, clock.instant());
            List<MovementHistory.Entry> newest = history.newest(shirt, ginza, Long.MAX_VALUE, 3);
            List<MovementHistory.Entry> following = history.of(shirt, ginza, 4, 100);

            assertThat(now.happened().onHand()).isEqualByComparingTo("8");
            assertThat(now.known().sequence()).isEqualTo(6);
            assertThat(newest).extracting(MovementHistory.Entry::sequence).containsExactly(6L, 5L, 4L);
            assertThat(following).extracting(MovementHistory.Entry::sequence).containsExactly(5L, 6L);
            assertThat(looksInto("stock_movement_2020_01")).isEqualTo(before);

            assertThat(history.newest(shirt, ginza, 5, 3))
                    .as("a page over both")
                    .extracting(MovementHistory.Entry::sequence)
                    .containsExactly(4L, 3L, 2L);
            assertThat(history.of(shirt, ginza, 0, 4))
                    .extracting(MovementHistory.Entry::sequence)
                    .containsExactly(1L, 2L, 3L, 4L);
            assertThat(looksInto("stock_movement_2020_01")).isGreaterThan(before);
        });
    }

    /** How often this transaction has read in a month, by an index or through all of it. */
    private long looksInto(String month) {
        return jdbc.sql("select seq_scan + coalesce(idx_scan, 0) from pg_stat_xact_user_tables where relname = :month")
                .param("month", month)
                .query(Long.class)
                .single();
    }

    /** Three movements that lie in a month long ago, as if they had been recorded then. */
    private void anOldMonth() {
        jdbc.sql("select inventory.make_partition('2020-01-15')").query(row -> {});
        jdbc.sql("""
                insert into inventory.stock_level (sku, location, on_hand, sequence, feed_tx)
                values (:sku, :location, 5, 3, '3');
                """).param("sku", shirt).param("location", ginza).update();
        for (int i = 1; i <= 3; i++) {
            jdbc.sql("""
                    insert into inventory.stock_movement (movement_key, sku, location, sequence, quantity_name, delta,
                        on_hand_after, reserved_after, reason, actor, occurred_at, received_at, recorded_at, feed_tx)
                    values ('old' || :n, :sku, :location, :n, 'ON_HAND', case :n when 3 then -5 else 5 end,
                        0, 0, 'SALE', 'x', '2020-01-15', '2020-01-15', '2020-01-15', '3')
                    """)
                    .param("n", i)
                    .param("sku", shirt)
                    .param("location", ginza)
                    .update();
        }
    }

    private List<String> months() {
        return jdbc.sql("""
                select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'inventory.stock_movement'::regclass and c.relname ~ '[0-9]$' order by 1
                """).query(String.class).list();
    }

    /** How often this transaction has read a month from its first row to its last. */
    private long readThrough(String month) {
        return jdbc.sql("select seq_scan from pg_stat_xact_user_tables where relname = :month")
                .param("month", month)
                .query(Long.class)
                .single();
    }

    private long rowsOf(String table) {
        return jdbc.sql("select count(*) from inventory." + table + " where sku = :sku")
                .param("sku", shirt)
                .query(Long.class)
                .single();
    }

    private List<String> monthsIn(String statement) {
        String plan = plan(statement);
        return months().stream()
                .filter(month -> plan.contains(month + "_") || plan.contains(month + " "))
                .toList();
    }

    private String plan(String statement) {
        return String.join(
                "\n", jdbc.sql("explain " + statement).query(String.class).list());
    }
}
