package io.noren.integration.webshop;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.noren.integration.webshop.ShopNumbers.Numbers;
import io.noren.integration.webshop.ShopTurns.Turn;
import io.noren.integration.webshop.ToldNumbers.Told;
import io.noren.integration.webshop.WebshopItems.Waiting;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Tells a shop its numbers, a batch at a time. A batch that the shop minds is sent in halves, down to the one item that
 * is to blame, which is set apart with the shop's reason.
 */
@Component
class ShopPush {
    private static final int MOST_HALVINGS = 10;

    private final WebshopItems items;
    private final ToldNumbers told;
    private final ShopNumbers numbers;
    private final Clock clock;
    private final MeterRegistry meters;

    ShopPush(WebshopItems items, ToldNumbers told, ShopNumbers numbers, Clock clock, MeterRegistry meters) {
        this.items = items;
        this.told = told;
        this.numbers = numbers;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Tells the next batch.
     *
     * @param batch most in one request; while the shop fails, fewer and fewer, so that what it fails at stands out
     * @return how many there were to tell; 0 when none
     */
    int some(Turn turn, ConnectedShop shop, int batch) {
        int most = Math.max(1, batch >> Math.min(turn.failures(), MOST_HALVINGS));
        List<Waiting> rows = items.waiting(turn.shop().id(), most);
        if (!rows.isEmpty()) {
            Numbers now = numbers.now(
                    turn.shop(), rows.stream().map(Waiting::sku).distinct().toList());
            List<Waiting> changed = new ArrayList<>();
            List<Told> unchanged = new ArrayList<>();
            for (Waiting row : rows) {
                BigDecimal there = row.number();
                StockNumber number = now.of(row.sku(), row.location());
                if (there != null && isWhatIsThere(number, there)) {
                    unchanged.add(new Told(row, there));
                } else {
                    changed.add(row);
                }
            }
            told.told(turn, unchanged);
            send(turn, shop, changed, now);
        }
        return rows.size();
    }

    // Only where neither way of counting would write another number.
    private static boolean isWhatIsThere(StockNumber number, BigDecimal there) {
        return number.ordered().signum() == 0 && number.net().compareTo(there) == 0;
    }

    private void send(Turn turn, ConnectedShop shop, List<Waiting> rows, Numbers now) {
        if (rows.isEmpty() || !told.underWay(turn, rows)) {
            return;
        }
        Map<StockTarget, Waiting> targets = new HashMap<>();
        rows.forEach(row -> targets.put(target(turn.shop(), row, now), row));
        try {
            note(turn, targets, shop.push(List.copyOf(targets.keySet())));
        } catch (ShopTrouble trouble) {
            if (trouble.kind() == ShopTrouble.Kind.OBJECTS && rows.size() == 1) {
                told.refused(turn, rows.get(0), trouble.text());
                count("quarantined", 1);
            } else if (trouble.kind() == ShopTrouble.Kind.OBJECTS) {
                int half = rows.size() / 2;
                send(turn, shop, rows.subList(0, half), now);
                send(turn, shop, rows.subList(half, rows.size()), now);
            } else {
                if (trouble.kind() == ShopTrouble.Kind.FAILS) {
                    told.failed(turn, rows, trouble.text());
                }
                throw trouble;
            }
        }
    }

    private static StockTarget target(Webshop shop, Waiting row, Numbers now) {
        return new StockTarget(
                row.sku(),
                row.location(),
                shop.placeOf(row.location()),
                row.externalId(),
                now.of(row.sku(), row.location()));
    }

    private void note(Turn turn, Map<StockTarget, Waiting> targets, List<PushAnswer> answers) {
        String shop = turn.shop().id();
        List<Told> taken = new ArrayList<>();
        for (PushAnswer answer : answers) {
            Waiting row = targets.remove(answer.target());
            BigDecimal written = answer.written();
            if (row != null && written != null) {
                taken.add(new Told(row, written));
                Timer.builder("noren.webshop.lag")
                        .description("From the first untold change of an item to the shop's acknowledgement")
                        .tag("shop", shop)
                        .register(meters)
                        .record(age(row));
            } else if (row != null) {
                told.refused(turn, row, String.valueOf(answer.reason()));
                count("quarantined", 1);
            }
        }
        told.told(turn, taken);
        count("told", taken.size());
        targets.values().forEach(row -> told.failed(turn, List.of(row), "The shop did not say what became of it."));
    }

    private Duration age(Waiting row) {
        return ShopPace.between(row.markedAt(), clock.instant());
    }

    private void count(String outcome, int items) {
        meters.counter("noren.webshop.items", "outcome", outcome).increment(items);
    }
}
