package io.noren.simulator;

import io.noren.simulator.Dialect.Telling;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells one document after the other through one door and listens for the hub's word. What the hub has acknowledged once
 * must never be new to it again: it would have been lost in between.
 */
final class Teller {
    private final String name;
    private final Dialect dialect;
    private final Door door;
    private final Day day;
    private final Tally tally;
    private @Nullable Pending pending;

    Teller(String name, Dialect dialect, Door door, Day day, Tally tally) {
        this.name = name;
        this.dialect = dialect;
        this.door = door;
        this.day = day;
        this.tally = tally;
    }

    /** @param unknown how many the hub had not acknowledged to anybody when it was handed over */
    private record Pending(List<Telling> tellings, long unknown, Door.Handed handed) {}

    boolean waits() {
        return pending != null;
    }

    void tell(List<Telling> tellings) {
        long unknown = tellings.stream()
                .filter(telling ->
                        !telling.journal().isAcknowledged(telling.transaction().number()))
                .count();
        Door.Handed handed = door.hand(dialect, dialect.document(tellings, day), name);
        pending = new Pending(List.copyOf(tellings), unknown, handed);
        tally.deliveries.incrementAndGet();
        if (door instanceof FolderDoor) {
            tally.files.incrementAndGet();
        }
        tally.repeated.addAndGet(tellings.size() - unknown);
    }

    /** What was heard, once there is a word on it; without one it is as if it had not been told. */
    Optional<List<Telling>> heard() {
        Pending last = pending;
        Door.Word word = last == null ? Door.Word.NONE_YET : last.handed().word();
        if (last == null || word.state() == Door.Word.State.NONE_YET) {
            return Optional.empty();
        }
        pending = null;
        if (word.state() == Door.Word.State.LOST) {
            tally.unanswered.incrementAndGet();
            return Optional.empty();
        }
        Integer recorded = word.recorded();
        if (recorded != null && recorded > last.unknown()) {
            tally.wrong("lost and told again: " + name + " told " + last.unknown()
                    + " that were not acknowledged before, " + word.recorded() + " were new to the hub");
        }
        last.tellings()
                .forEach(telling ->
                        telling.journal().acknowledge(telling.transaction().number()));
        return Optional.of(last.tellings());
    }
}
