package io.noren.integration.demo;

import java.time.Clock;
import java.util.List;
import java.util.Random;

/** The eight tills of the four stores, and who comes to them next. */
final class Tills {
    /** Now and then the line of one is down, about twenty minutes long; early on, too, so that a visitor sees it. */
    private static final int LINE_LOST_EVERY = 1_000;

    private static final int FIRST_LINE_LOST = 20;
    private static final int CUSTOMERS_MEANWHILE = 50;

    private final List<Till> tills;
    private final Customers customers;
    private final Random random;
    private int customersServed;

    Tills(NorenApi noren, Customers customers, Random random, Clock clock) {
        this.tills = Stores.SELLING.stream()
                .flatMap(store -> store.tills().stream().map(till -> new Till(store.id(), till, noren, clock)))
                .toList();
        this.customers = customers;
        this.random = random;
    }

    void serveNext() {
        Till till = tills.get(random.nextInt(tills.size()));
        if (++customersServed % LINE_LOST_EVERY == FIRST_LINE_LOST) {
            till.loseLine(CUSTOMERS_MEANWHILE);
        }
        till.serve(customers.next());
    }
}
