package io.noren.simulator;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What happened on the way, over all who tell. */
final class Tally {
    final AtomicLong deliveries = new AtomicLong();
    final AtomicLong files = new AtomicLong();

    /** How often a transaction was told that somebody had an answer for already. */
    final AtomicLong repeated = new AtomicLong();

    final AtomicLong unanswered = new AtomicLong();
    final AtomicLong crashes = new AtomicLong();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    /** Something that must not be, seen on the way. */
    void wrong(String what) {
        wrong.add(what);
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }
}
