package io.noren.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Reservations that live at random: after every step the counters are their sums and nothing is promised twice. */
class RandomLivesTest extends InventoryTest {

    private static final int LIVES = 6;
    private static final int STEPS = 60;

    @Autowired
    private Reservations reservations;

    @Autowired
    private StockAudit audit;

    @Test
    void afterAnyStepTheCountersAreTheSumsAndNoMoreIsPromisedThanThereIs() {
        for (int seed = 0; seed < LIVES; seed++) {
            live(new Random(seed));
        }
    }

    private void live(Random random) {
        List<String> skus = List.of(anyItem(), anyItem());
        List<String> stores = List.of(anyStore(), anyStore(), anyStore());
        skus.forEach(sku -> stores.forEach(store -> stock(sku, store, 6)));
        List<UUID> known = new ArrayList<>();
        clock.stop();
        StringBuilder story = new StringBuilder();
        for (int i = 0; i < STEPS; i++) {
            String step = step(random, skus, stores, known);
            story.append(step).append('\n');
            assertThat(wrongCells(skus)).as(story.toString()).isZero();
        }
        assertThat(audit.check().differences()).as(story.toString()).isEmpty();
        clock.run();
    }

    private String step(Random random, List<String> skus, List<String> stores, List<UUID> known) {
        int what = random.nextInt(8);
        UUID one = known.isEmpty() ? UUID.randomUUID() : known.get(random.nextInt(known.size()));
        String store = stores.get(random.nextInt(3));
        try {
            switch (what) {
                case 0 -> reservations.commit(one);
                case 1 -> reservations.release(one);
                case 2 -> reservations.fulfil(one);
                case 3 -> known.add(reservations.transfer(one, store, null).id());
                case 4 -> {
                    clock.advance(Duration.ofMinutes(random.nextInt(12)));
                    if (random.nextBoolean()) {
                        reservations.expireEnded(1 + random.nextInt(3));
                    }
                }
                default ->
                    known.add(reservations.hold(basket(random, skus, stores)).id());
            }
            return what + " done";
        } catch (Refusal refusal) {
            assertThat(refusal.code())
                    .isIn(
                            "INSUFFICIENT_STOCK",
                            "RESERVATION_EXPIRED",
                            "ALREADY_RESOLVED",
                            "SAME_LOCATION",
                            "UNKNOWN_RESERVATION");
            return what + " " + refusal.code();
        }
    }

    private static HoldRequest basket(Random random, List<String> skus, List<String> stores) {
        List<HoldRequest.Line> lines = new ArrayList<>();
        for (int line = 0; line <= random.nextInt(3); line++) {
            lines.add(new HoldRequest.Line(
                    "line-" + line,
                    skus.get(random.nextInt(2)),
                    stores.get(random.nextInt(3)),
                    BigDecimal.valueOf(1 + random.nextInt(3))));
        }
        return new HoldRequest(
                "basket-" + UUID.randomUUID(), "web", lines, Duration.ofMinutes(10), random.nextBoolean());
    }

    private long wrongCells(List<String> skus) {
        return jdbc.sql("""
                select count(*) from inventory.stock_level l
                left join (
                    select sku, location, coalesce(sum(quantity) filter (where state = 'HELD'), 0) as held,
                        coalesce(sum(quantity) filter (where state = 'COMMITTED'), 0) as committed
                    from inventory.reservation_line group by sku, location) r using (sku, location)
                where l.sku = any(:skus) and (l.reserved <> coalesce(r.held, 0)
                    or l.committed <> coalesce(r.committed, 0) or l.reserved + l.committed > l.on_hand)
                """)
                .param("skus", skus.toArray(String[]::new))
                .query(Long.class)
                .single();
    }
}
