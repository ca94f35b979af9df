package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.integration.NorenSettings;
import io.noren.pos.PosSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A day of two tills: sales, returns with and without a link, receipts that are taken back, training, the till's own
 * affairs. Told in order and in one file it ends in some stock, some points and some purchases; told in any order, in any
 * pieces, any piece as often as you like, by several doors at once, it must end in the same.
 */
class AnyOrderOfADayTest extends Story {
    private static final int TILLS = 2;
    private static final int TRANSACTIONS = 40;
    private static final int ITEMS = 4;
    private static final int OPENING = 500;

    @Autowired
    PosSettings settings;

    @Autowired
    NorenSettings servers;

    private EveryDoor every;

    @DynamicPropertySource
    static void everyDoorIsOpen(DynamicPropertyRegistry properties) {
        EveryDoor.open(properties);
    }

    @BeforeEach
    void findTheDoors() {
        every = new EveryDoor(hub, settings);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyOrderAnyRepetitionAndAnySplitEndInTheSame(long seed) throws Exception {
        List<String> items =
                IntStream.range(0, ITEMS).mapToObj(n -> item("ITEM-" + n)).toList();
        Random random = new Random(Long.getLong("noren.day.seed", seed));
        Day day = new Day(random, items);
        World inOrder = new World("in-order-" + seed, items);
        World anyhow = new World("anyhow-" + seed, items);

        every.all().get(0).take(Receipt.document(day.told(inOrder).toArray(String[]::new)), "in-order.xml");
        tellAnyhow(day.told(anyhow), random);

        Map<String, Integer> expected = new TreeMap<>(day.stock);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(anyhow.stock()).isEqualTo(expected));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(inOrder.stock()).isEqualTo(expected));
        whenQueuesAreQuiet();
        assertThat(anyhow.stock()).isEqualTo(expected);
        assertThat(anyhow.points()).isEqualTo(inOrder.points());
        assertThat(anyhow.purchases()).isEqualTo(inOrder.purchases());
        assertThat(parkedFrom(EveryDoor.SOURCE)).isEmpty();
    }

    /** In pieces of one to seven transactions, a third of them twice, shuffled, by every door and four hands. */
    private void tellAnyhow(List<String> transactions, Random random) throws Exception {
        List<String> shuffled = new ArrayList<>(transactions);
        Collections.shuffle(shuffled, random);
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); ) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(7));
            pieces.add(Receipt.document(shuffled.subList(from, to).toArray(String[]::new)));
            from = to;
        }
        for (int again = pieces.size() / 3; again > 0; again--) {
            pieces.add(pieces.get(random.nextInt(pieces.size())));
        }
        Collections.shuffle(transactions, random);
        pieces.add(Receipt.document(transactions.toArray(String[]::new))); // and the whole day at night
        Collections.shuffle(pieces, random);
        List<EveryDoor.Door> doors = new ArrayList<>(every.all());
        if (!servers.brokerIsEmbedded()) {
            doors.remove(doors.size() - 1); // the tills' port belongs to the embedded broker
        }
        List<Callable<Boolean>> deliveries = new ArrayList<>();
        for (int n = 0; n < pieces.size(); n++) {
            String piece = pieces.get(n);
            String name = "piece-" + n + ".xml";
            EveryDoor.Door door = doors.get(random.nextInt(doors.size()));
            deliveries.add(() -> {
                door.take(piece, name);
                return true;
            });
        }
        ExecutorService hands = Executors.newFixedThreadPool(4);
        try {
            for (var delivered : hands.invokeAll(deliveries)) {
                assertThat(delivered.get()).isTrue();
            }
        } finally {
            hands.shutdownNow();
        }
        await().atMost(PATIENCE).until(every::isEmpty);
    }

    /** A store with two members, told of by cards that nobody else has. */
    private final class World {
        private final Store store;
        private final List<String> items;
        private final List<String> cards;

        World(String name, List<String> items) {
            this.store = store(name);
            this.items = items;
            this.cards = IntStream.range(0, 2)
                    .mapToObj(n -> Long.toString(8_000_000_000L + Math.abs((named(name) + n).hashCode())))
                    .toList();
            items.forEach(sku -> store.has(OPENING, sku));
        }

        Map<String, Integer> stock() {
            Map<String, Integer> stock = new TreeMap<>();
            items.forEach(sku -> stock.put(sku, store.onHand(sku).intValueExact()));
            return stock;
        }

        List<Long> points() {
            return cards.stream()
                    .map(card -> jdbc.sql("""
                                    select coalesce(sum(e.points), 0) from loyalty.points_entry e
                                    join loyalty.identifier i on i.account = e.account
                                    where i.type = 'CARD' and i.value = ?""").param(card).query(Long.class).single())
                    .toList();
        }

        List<String> purchases() {
            return jdbc.sql("""
                            select kind || ' ' || split_part(source_transaction, '/', 4) || '/'
                              || split_part(source_transaction, '/', 5) || ' ' || total from loyalty.purchase where location = ? order by 1""").param(store.id).query(String.class).list();
        }
    }

    /** What the tills did, and what is left on the shelf in the end. */
    private static final class Day {
        private record Happened(int till, Receipt receipt, int card) {}

        private final List<Happened> happened = new ArrayList<>();
        private final Map<String, Integer> stock = new HashMap<>();
        private final Random random;
        private final List<String> items;

        Day(Random random, List<String> items) {
            this.random = random;
            this.items = items;
            items.forEach(sku -> stock.put(sku, OPENING));
            for (int till = 1; till <= TILLS; till++) {
                oneTill(till);
            }
        }

        private void oneTill(int till) {
            Map<Long, String> sold = new HashMap<>(); // two pieces of something, of which nothing came back yet
            Map<Long, Integer> cardOf = new HashMap<>();
            for (long number = 1; number <= TRANSACTIONS; number++) {
                String sku = items.get(random.nextInt(items.size()));
                Long earlier = sold.isEmpty()
                        ? null
                        : sold.keySet().stream()
                                .skip(random.nextInt(sold.size()))
                                .findFirst()
                                .orElse(null);
                int kind = random.nextInt(10);
                if (kind == 0) {
                    add(
                            till,
                            Receipt.sale(number)
                                    .with("<TrainingModeFlag>true</TrainingModeFlag>")
                                    .of(9, sku),
                            -1);
                } else if (kind == 1 && earlier != null) {
                    String back = sold.remove(earlier);
                    add(till, Receipt.sale(number).backFrom(earlier, 1, back, "350"), cardOf.get(earlier));
                    stock.merge(back, 1, Integer::sum);
                } else if (kind == 2 && earlier != null) {
                    String back = sold.remove(earlier);
                    add(till, Receipt.postVoid(number, earlier), -1);
                    stock.merge(back, 2, Integer::sum);
                } else if (kind == 3) {
                    add(till, Receipt.sale(number).back(1, sku, "350"), -1);
                    stock.merge(sku, 1, Integer::sum);
                } else {
                    int card = random.nextInt(3) - 1;
                    add(till, Receipt.sale(number).of("2", sku, "700"), card);
                    sold.put(number, sku);
                    cardOf.put(number, card);
                    stock.merge(sku, -2, Integer::sum);
                }
            }
        }

        private void add(int till, Receipt receipt, int card) {
            happened.add(new Happened(till, receipt, card));
        }

        List<String> told(World world) {
            List<String> told = new ArrayList<>();
            for (Happened each : happened) {
                Receipt receipt =
                        each.card() < 0 ? each.receipt() : each.receipt().withCard(world.cards.get(each.card()));
                told.add(receipt.transaction(world.store.id, each.till()));
            }
            return told;
        }
    }
}
