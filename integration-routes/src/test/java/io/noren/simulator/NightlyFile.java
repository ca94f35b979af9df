package io.noren.simulator;

import io.noren.simulator.Dialect.Telling;
import java.time.Duration;
import java.util.List;

/**
 * A store's back office that sends, once, all that its tills have done so far: most of it is known by then. Long before
 * the end, so that it cannot make good what the hub loses after it.
 */
final class NightlyFile implements Actor {
    private final List<Journal> tills;
    private final Teller teller;
    private final Duration when;
    private boolean sent;

    NightlyFile(List<Journal> tills, Teller teller, Duration when) {
        this.tills = tills;
        this.teller = teller;
        this.when = when;
    }

    @Override
    public void act(Duration elapsed, boolean closing) {
        if (!sent && !teller.waits() && elapsed.compareTo(when) >= 0) {
            List<Telling> all = tills.stream()
                    .flatMap(journal -> journal.happenedBy(when).map(each -> new Telling(journal, each)))
                    .toList();
            if (all.isEmpty()) {
                sent = true;
                return;
            }
            teller.tell(all);
        }
        if (teller.waits() && teller.heard().isPresent()) {
            sent = true;
        }
    }

    @Override
    public boolean isDone() {
        return sent;
    }
}
