package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ChangeFeedTest extends InventoryTest {

    private static final int WRITERS = 8;
    private static final int BATCHES = 15;

    @Autowired
    private ChangeFeed feed;

    @Autowired
    private ChangeTail tail;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void aReaderBesideManyWritersSeesEveryChangeOnceAndEachCellInOrder() {
        List<String> skus = List.of(anyItem(), anyItem());
        String ginza = anyStore();
        FeedCursor begin = feed.end();
        AtomicInteger busy = new AtomicInteger(WRITERS);

        List<List<StockChange>> seen = Together.all(WRITERS + 2, who -> {
            if (who == WRITERS) {
                return readPages(begin, busy);
            } else if (who > WRITERS) {
                return followLive(begin, busy);
            }
            write(who, skus, ginza);
            busy.decrementAndGet();
            return List.of();
        });

        assertEverythingOnceInOrder(seen.get(WRITERS), skus, ginza);
        assertEverythingOnceInOrder(seen.get(WRITERS + 1), skus, ginza);
    }

    @Test
    void anOpenTransactionHidesWhatCameAfterItAndThenNothingIsMissing() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 1);
        FeedCursor begin = feed.end();

        new TransactionTemplate(transactions).executeWithoutResult(open -> {
            // This transaction takes its number first and touches the cell last.
            stock(anyItem(), ginza, 1);
            Together.all(1, other -> {
                        stock(shirt, ginza, 2);
                        return feed.after(begin, 100).changes();
                    })
                    .forEach(changes -> assertThat(changes).isEmpty());
            stock(shirt, ginza, 3);
        });

        assertThat(feed.after(begin, 100).changes().stream()
                        .filter(change -> change.sku().equals(shirt))
                        .map(StockChange::sequence))
                .containsExactly(2L, 3L);
    }

    @Test
    void numbersOfTransactionsAreComparedAsNumbersWhenTheyGrowByADigit() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 1);
        FeedCursor begin = feed.end();
        stock(shirt, ginza, 2);
        growTransactionNumbersByADigit();
        stock(shirt, ginza, 3);

        assertThat(feed.after(begin, 100).changes().stream()
                        .filter(change -> change.sku().equals(shirt))
                        .map(StockChange::sequence))
                .containsExactly(2L, 3L);
        assertThat(feed.after(feed.end(), 100).changes()).isEmpty();
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        for (String text : List.of("", "1", "x-y-z", "zzzzzzzzzzzzzzzz-1", "1-zzzzzzzzzzzz9", "1:2", "-1-2")) {
            assertThatThrownBy(() -> FeedCursor.parse(text)).as(text).isInstanceOf(Refusal.class);
        }
        FeedCursor cursor = new FeedCursor(-1, Long.MAX_VALUE >> 4);
        assertThat(FeedCursor.parse(cursor.toString())).isEqualTo(cursor);
        assertThat(cursor).isGreaterThan(new FeedCursor(5, 5));
    }

    private void growTransactionNumbersByADigit() {
        jdbc.sql("""
                do $$
                declare
                    digits int := length(pg_current_xact_id()::text);
                begin
                    loop
                        commit;
                        exit when length(pg_current_xact_id()::text) > digits;
                    end loop;
                end $$
                """).update();
    }

    private void write(int who, List<String> skus, String ginza) {
        Random random = new Random(who);
        for (int i = 0; i < BATCHES; i++) {
            List<Movement> batch = new ArrayList<>();
            for (String sku : random.nextBoolean() ? skus : List.of(skus.get(1), skus.get(0))) {
                batch.add(movement("feed-" + UUID.randomUUID(), sku, ginza, random.nextInt(1, 5)));
            }
            if (random.nextBoolean()) {
                ledger.record(batch);
            } else {
                // A caller that wrote something else before, so its number is older than its movements.
                new TransactionTemplate(transactions).executeWithoutResult(open -> {
                    jdbc.sql("select pg_current_xact_id()").query(row -> {});
                    ledger.record(batch);
                });
            }
        }
    }

    private List<StockChange> readPages(FeedCursor begin, AtomicInteger busy) {
        List<StockChange> seen = new ArrayList<>();
        FeedCursor place = begin;
        while (true) {
            boolean last = busy.get() == 0;
            ChangeFeed.Page page = feed.after(place, 7);
            seen.addAll(page.changes());
            place = page.next();
            if (last && page.changes().isEmpty()) {
                return seen;
            }
        }
    }

    private List<StockChange> followLive(FeedCursor begin, AtomicInteger busy) throws InterruptedException {
        List<StockChange> seen = new ArrayList<>();
        FeedCursor place = begin;
        try (ChangeTail.Following following = tail.follow()) {
            while (true) {
                boolean last = busy.get() == 0;
                List<StockChange> changes = following.after(place, 11, Duration.ofMillis(600));
                seen.addAll(changes);
                if (!changes.isEmpty()) {
                    place = changes.get(changes.size() - 1).place();
                } else if (last) {
                    return seen;
                }
            }
        }
    }

    private void assertEverythingOnceInOrder(List<StockChange> seen, List<String> skus, String ginza) {
        Map<String, Long> last = new HashMap<>();
        for (StockChange change : seen) {
            if (change.location().equals(ginza)) {
                long before = last.getOrDefault(change.sku(), 0L);
                assertThat(change.sequence()).isEqualTo(before + 1);
                last.put(change.sku(), change.sequence());
            }
        }
        assertThat(last).containsOnlyKeys(skus);
        assertThat(last.values()).containsOnly((long) WRITERS * BATCHES);
    }
}
