package io.noren.simulator;

import io.noren.simulator.Dialect.Telling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Tells its journal, and not always well: nothing for a while and then all at once, in disorder, some of it twice, again
 * what it has forgotten to be acknowledged. It gives nothing up.
 */
final class SimulatedTill implements Actor {
    /** As much as it sends at once after it was offline. */
    private static final int BATCH = 100;

    private final Journal journal;
    private final Teller teller;
    private final Random random;
    private final Tally tally;

    /** What it remembers to be acknowledged, by number. */
    private final BitSet remembered = new BitSet();

    SimulatedTill(Journal journal, Teller teller, Random random, Tally tally) {
        this.journal = journal;
        this.teller = teller;
        this.random = random;
        this.tally = tally;
    }

    @Override
    public void act(Duration elapsed, boolean closing) {
        if (teller.waits()) {
            listen();
            return;
        }
        if (!closing && journal.isOffline(elapsed)) {
            return;
        }
        if (!closing && random.nextInt(40) == 0) {
            crash();
        }
        List<Telling> news = new ArrayList<>(journal.happenedBy(elapsed)
                .filter(each -> !remembered.get(Math.toIntExact(each.number())))
                .map(each -> new Telling(journal, each))
                .toList());
        if (!news.isEmpty()) {
            tell(closing ? news : inDisorder(news));
        } else if (!closing && random.nextInt(8) == 0) {
            repeat(elapsed);
        }
    }

    private void tell(List<Telling> tellings) {
        teller.tell(tellings.subList(0, Math.min(BATCH, tellings.size())));
        listen();
    }

    private void listen() {
        teller.heard()
                .ifPresent(heard -> heard.forEach(telling ->
                        remembered.set(Math.toIntExact(telling.transaction().number()))));
    }

    /** What it was told since some moment is gone; its journal is not. */
    private void crash() {
        int last = remembered.length();
        if (last > 1) {
            remembered.clear(1 + random.nextInt(last), last + 1);
            tally.crashes.incrementAndGet();
        }
    }

    /** Sometimes a part of it in any order, the rest later. */
    private List<Telling> inDisorder(List<Telling> news) {
        if (random.nextInt(4) > 0) {
            return news;
        }
        Collections.shuffle(news, random);
        return news.subList(0, 1 + random.nextInt(news.size()));
    }

    /** Some of what is told already, for whatever reason. */
    private void repeat(Duration elapsed) {
        List<Telling> old = journal.happenedBy(elapsed)
                .map(each -> new Telling(journal, each))
                .toList();
        if (!old.isEmpty()) {
            int from = random.nextInt(old.size());
            tell(old.subList(from, Math.min(old.size(), from + 1 + random.nextInt(5))));
        }
    }

    @Override
    public boolean isDone() {
        return !teller.waits() && journal.told().allMatch(each -> remembered.get(Math.toIntExact(each.number())));
    }
}
