package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.integration.NorenSettings;
import io.noren.pos.PosSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A day of two tills: sales, returns with and without a link, receipts that are taken back, training, the till's own
 * affairs. Told in order and in one file it ends in some stock, some points and some purchases; told in any order, in any
 * pieces, any piece as often as you like, by several doors at once, one of the tills in another language, it must end in
 * the same.
 */
class AnyOrderOfADayTest extends Story {
    /** The till that writes POSLog. */
    private static final int POSLOG = 1;

    /** The till that writes rows of CSV, but for the day that is told in order. */
    private static final int ROWS = 2;

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

        every.all().get(0).take(document(day.transactions(inOrder, POSLOG, ROWS)), "in-order.xml");
        List<Piece> pieces = new ArrayList<>();
        pieces.addAll(
                anyhow(day.transactions(anyhow, POSLOG), AnyOrderOfADayTest::document, "xml", posLogDoors(), random));
        pieces.addAll(anyhow(day.rows(anyhow, ROWS), AnyOrderOfADayTest::file, "csv", every.forRows(), random));
        tell(pieces, random);

        Map<String, Integer> expected = new TreeMap<>(day.stock);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(anyhow.stock()).isEqualTo(expected));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(inOrder.stock()).isEqualTo(expected));
        whenQueuesAreQuiet();
        assertThat(anyhow.stock()).isEqualTo(expected);
        assertThat(inOrder.points()).isEqualTo(day.points());
        assertThat(anyhow.points()).isEqualTo(day.points());
        assertThat(anyhow.purchases()).isEqualTo(inOrder.purchases());
        assertThat(parkedFrom(EveryDoor.SOURCE)).isEmpty();
        assertThat(parkedFrom(EveryDoor.ROWS)).isEmpty();
    }

    private static String document(List<String> transactions) {
        return Receipt.document(transactions.toArray(String[]::new));
    }

    private static String file(List<String> rows) {
        return EveryDoor.HEADER + "\n" + String.join("\n", rows) + "\n";
    }

    private List<EveryDoor.Door> posLogDoors() {
        List<EveryDoor.Door> doors = every.all();
        // The tills' port, the last, belongs to the embedded broker.
        return servers.brokerIsEmbedded() ? doors : doors.subList(0, doors.size() - 1);
    }

    /** What is told at once, and by which door. */
    private record Piece(EveryDoor.Door door, String content, String name) {}

    /** In pieces of one to seven transactions, a third of them twice, and the whole of it once more. */
    private static List<Piece> anyhow(
            List<String> transactions,
            Function<List<String>, String> written,
            String ending,
            List<EveryDoor.Door> doors,
            Random random) {
        List<String> shuffled = new ArrayList<>(transactions);
        Collections.shuffle(shuffled, random);
        List<String> contents = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); ) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(7));
            contents.add(written.apply(shuffled.subList(from, to)));
            from = to;
        }
        for (int again = contents.size() / 3; again > 0; again--) {
            contents.add(contents.get(random.nextInt(contents.size())));
        }
        Collections.shuffle(shuffled, random);
        contents.add(written.apply(shuffled)); // and the whole day at night
        List<Piece> pieces = new ArrayList<>();
        for (String content : contents) {
            EveryDoor.Door door = doors.get(random.nextInt(doors.size()));
            pieces.add(new Piece(door, content, "piece-" + pieces.size() + "." + ending));
        }
        return pieces;
    }

    /** Shuffled, by four hands. */
    private void tell(List<Piece> pieces, Random random) throws Exception {
        Collections.shuffle(pieces, random);
        List<Callable<Boolean>> deliveries = new ArrayList<>();
        for (Piece piece : pieces) {
            deliveries.add(() -> {
                piece.door().take(piece.content(), piece.name());
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

    enum Kind {
        SALE,
        RETURN,
        POST_VOID,
        TRAINING
    }

    /** One transaction, before a till writes it down. */
    private record Happened(
            int till,
            long number,
            Kind kind,
            String sku,
            int quantity,
            String amount,
            @Nullable Long original,
            int card) {

        String transaction(World world) {
            Receipt receipt = receipt();
            return (card < 0 ? receipt : receipt.withCard(world.cards.get(card))).transaction(world.store.id, till);
        }

        private Receipt receipt() {
            Receipt receipt = Receipt.sale(number);
            return switch (kind) {
                case SALE -> receipt.of(Integer.toString(quantity), sku, amount);
                case RETURN ->
                    original == null
                            ? receipt.back(quantity, sku, amount)
                            : receipt.backFrom(original, quantity, sku, amount);
                case POST_VOID -> Receipt.postVoid(number, Objects.requireNonNull(original));
                case TRAINING ->
                    receipt.with("<TrainingModeFlag>true</TrainingModeFlag>").of(quantity, sku);
            };
        }

        /** Below {@link EveryDoor#HEADER}. */
        String row(World world) {
            return String.join(
                    ",",
                    world.store.id,
                    Integer.toString(till),
                    Long.toString(number),
                    "2026-04-01T12:30:00",
                    kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    sku,
                    Integer.toString(quantity),
                    amount,
                    card < 0 ? "" : world.cards.get(card),
                    original == null ? "" : Long.toString(original));
        }
    }

    /** What the tills did, what is left on the shelf in the end, and what the cards have earned. */
    private static final class Day {
        private final List<Happened> happened = new ArrayList<>();
        private final Map<String, Integer> stock = new HashMap<>();
        private final long[] points = new long[2];
        private final Random random;
        private final List<String> items;

        Day(Random random, List<String> items) {
            this.random = random;
            this.items = items;
            items.forEach(sku -> stock.put(sku, OPENING));
            oneTill(POSLOG);
            oneTill(ROWS);
        }

        private void oneTill(int till) {
            Map<Long, Happened> sold = new HashMap<>(); // two pieces of something, of which nothing came back yet
            for (long number = 1; number <= TRANSACTIONS; number++) {
                String sku = items.get(random.nextInt(items.size()));
                Happened earlier = sold.isEmpty()
                        ? null
                        : sold.values().stream()
                                .skip(random.nextInt(sold.size()))
                                .findFirst()
                                .orElse(null);
                int kind = random.nextInt(10);
                if (kind == 0) {
                    happened.add(new Happened(till, number, Kind.TRAINING, sku, 9, "100", null, -1));
                } else if (kind == 1 && earlier != null) {
                    sold.remove(earlier.number());
                    happened.add(new Happened(
                            till, number, Kind.RETURN, earlier.sku(), 1, "350", earlier.number(), earlier.card()));
                    stock.merge(earlier.sku(), 1, Integer::sum);
                    earn(earlier.card(), -4); // of 350 yen three are left
                } else if (kind == 2 && earlier != null) {
                    sold.remove(earlier.number());
                    happened.add(new Happened(till, number, Kind.POST_VOID, "", 0, "", earlier.number(), -1));
                    stock.merge(earlier.sku(), 2, Integer::sum);
                    earn(earlier.card(), -7);
                } else if (kind == 3) {
                    happened.add(new Happened(till, number, Kind.RETURN, sku, 1, "350", null, -1));
                    stock.merge(sku, 1, Integer::sum);
                } else {
                    Happened sale = new Happened(till, number, Kind.SALE, sku, 2, "700", null, random.nextInt(3) - 1);
                    happened.add(sale);
                    sold.put(number, sale);
                    stock.merge(sku, -2, Integer::sum);
                    earn(sale.card(), 7); // one for each full hundred
                }
            }
        }

        private void earn(int card, int earned) {
            if (card >= 0) {
                points[card] += earned;
            }
        }

        List<Long> points() {
            return Arrays.stream(points).boxed().toList();
        }

        List<String> transactions(World world, int... tills) {
            return of(tills).map(each -> each.transaction(world)).toList();
        }

        List<String> rows(World world, int till) {
            return of(till).map(each -> each.row(world)).toList();
        }

        private Stream<Happened> of(int... tills) {
            return happened.stream().filter(each -> Arrays.stream(tills).anyMatch(till -> till == each.till()));
        }
    }
}
