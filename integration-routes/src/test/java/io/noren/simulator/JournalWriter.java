package io.noren.simulator;

import io.noren.simulator.Transaction.Goods;
import io.noren.simulator.Transaction.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Makes up a till's day, by the simulation's seed and the till's number alone. */
final class JournalWriter {
    private static final Duration MORNING = Duration.ofHours(5);
    private static final Duration LEAST_AHEAD = Duration.ofHours(2);

    private final Simulation simulation;
    private final Chain chain;
    private final Random random;
    private final TillName till;

    private final List<Transaction> written = new ArrayList<>();
    private final List<Transaction> mayComeBack = new ArrayList<>();

    private JournalWriter(Simulation simulation, Chain chain, Dialects dialects, int number) {
        this.simulation = simulation;
        this.chain = chain;
        this.random = simulation.choices("till " + number);
        int stores = chain.stores().size();
        this.till = new TillName(
                dialects.any(random), chain.stores().get(number % stores), Integer.toString(1 + number / stores));
    }

    static Journal ofTill(int number, Simulation simulation, Chain chain, Dialects dialects) {
        return new JournalWriter(simulation, chain, dialects, number).write();
    }

    private Journal write() {
        boolean offlineSinceMorning = random.nextInt(5) == 0;
        for (Duration at : times(offlineSinceMorning)) {
            written.add(next(written.size() + 1L, at));
        }
        return new Journal(
                till,
                List.copyOf(written),
                losses(),
                random.nextInt(12) == 0 ? LEAST_AHEAD.plusSeconds(random.nextInt(3_600)) : Duration.ZERO,
                offline(offlineSinceMorning),
                new BitSet());
    }

    private List<Duration> times(boolean offlineSinceMorning) {
        int mean = simulation.transactionsPerTill();
        int count = Math.max(4, mean / 2 + random.nextInt(mean + 1));
        List<Duration> times = new ArrayList<>();
        LongStream.generate(() -> random.nextLong(simulation.length().toMillis()))
                .limit(count)
                .forEach(millis -> times.add(Duration.ofMillis(millis)));
        if (offlineSinceMorning) {
            for (int n = 5 + random.nextInt(10); n > 0; n--) {
                times.add(Duration.ofMillis(-random.nextLong(MORNING.toMillis())));
            }
        }
        return times.stream().sorted().toList();
    }

    private List<Journal.Span> offline(boolean sinceMorning) {
        List<Journal.Span> spans = new ArrayList<>();
        long length = simulation.length().toMillis();
        if (sinceMorning) {
            spans.add(new Journal.Span(MORNING.negated(), Duration.ofMillis(length / 4 + random.nextLong(length / 2))));
        }
        for (int n = random.nextInt(3); n > 0; n--) {
            long from = random.nextLong(length);
            spans.add(new Journal.Span(
                    Duration.ofMillis(from), Duration.ofMillis(from + length / 20 + random.nextLong(length / 4))));
        }
        return List.copyOf(spans);
    }

    private Transaction next(long number, Duration at) {
        int choice = random.nextInt(100);
        if (choice < 60 || number == 1) {
            return sale(number, at);
        } else if (choice < 68) {
            return of(number, at, Kind.RETURN, List.of(goods(any(chain.items()), true)), null, null);
        } else if (choice < 76) {
            return withOriginal(number, at, Kind.RETURN);
        } else if (choice < 82) {
            return withOriginal(number, at, Kind.POST_VOID);
        } else if (choice < 87) {
            List<Item> items = items(2);
            List<Goods> both = List.of(goods(items.get(0), false), goods(items.get(1), true));
            return of(number, at, Kind.EXCHANGE, both, maybeCard(), null);
        } else if (choice < 91) {
            return of(number, at, Kind.CONTROL, List.of(), null, null);
        }
        Kind kind = any(List.of(Kind.TRAINING, Kind.SUSPENDED, Kind.CANCELLED));
        return of(number, at, kind, List.of(goods(any(chain.items()), false)), null, null);
    }

    /** One to four lines of different items; of several, one may be taken off again. */
    private Transaction sale(long number, Duration at) {
        List<Goods> goods = new ArrayList<>();
        items(1 + random.nextInt(4)).forEach(item -> goods.add(goods(item, false)));
        if (goods.size() > 1 && random.nextInt(5) == 0) {
            Goods off = goods.remove(0);
            goods.add(0, new Goods(off.item(), off.quantity(), false, true));
        }
        Transaction sale = of(number, at, Kind.SALE, goods, maybeCard(), null);
        mayComeBack.add(sale);
        return sale;
    }

    /** What takes back a sale, or a part of it; each sale once. */
    private Transaction withOriginal(long number, Duration at, Kind kind) {
        if (mayComeBack.isEmpty()) {
            return sale(number, at);
        }
        Transaction original = mayComeBack.remove(random.nextInt(mayComeBack.size()));
        List<Goods> back = new ArrayList<>();
        if (kind == Kind.RETURN) {
            Goods bought = any(
                    original.goods().stream().filter(goods -> !goods.voided()).toList());
            back.add(new Goods(bought.item(), 1 + random.nextInt(bought.quantity()), true, false));
        }
        String card = kind == Kind.RETURN ? original.card() : null;
        return of(number, at, kind, back, card, original.number());
    }

    private static Transaction of(
            long number, Duration at, Kind kind, List<Goods> goods, @Nullable String card, @Nullable Long original) {
        return new Transaction(number, at, kind, List.copyOf(goods), card, original);
    }

    /** On the disk of one till of six, some numbers alone and some beside each other. */
    private Set<Long> losses() {
        Set<Long> needed = written.stream()
                .map(Transaction::original)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Set<Long> lost = new TreeSet<>();
        for (int n = random.nextInt(6) == 0 ? 1 + random.nextInt(3) : 0; n > 0; n--) {
            long from = 2 + random.nextLong(written.size() - 2L);
            lost.add(from);
            lost.add(Math.min(from + random.nextInt(2), written.size() - 1L));
        }
        lost.removeAll(needed);
        return Set.copyOf(lost);
    }

    private Goods goods(Item item, boolean back) {
        return new Goods(item, 1 + random.nextInt(3), back, false);
    }

    private List<Item> items(int count) {
        Set<Item> items = new HashSet<>();
        List<Item> inOrder = new ArrayList<>();
        while (inOrder.size() < count) {
            Item item = any(chain.items());
            if (items.add(item)) {
                inOrder.add(item);
            }
        }
        return inOrder;
    }

    private @Nullable String maybeCard() {
        return random.nextInt(4) == 0 ? any(chain.cards()) : null;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
