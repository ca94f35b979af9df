package io.noren.integration.demo;

import java.time.Clock;
import java.util.List;
import java.util.Random;

/** The eight tills of the four stores, and who comes to them next. */
final class Tills {
    private final List<Till> tills;
    private final Customers customers;
    private final Random random;

    Tills(NorenApi noren, Customers customers, Random random, Clock clock) {
        this.tills = Stores.SELLING.stream()
                .flatMap(store -> store.tills().stream().map(till -> new Till(store.id(), till, noren, clock)))
                .toList();
        this.customers = customers;
        this.random = random;
    }

    void serveNext() {
        tills.get(random.nextInt(tills.size())).serve(customers.next());
    }
}
