package io.noren.simulator;

import java.time.LocalDate;

/** @param dialect what its source speaks */
record TillName(Dialect dialect, String store, String workstation) {

    String source() {
        return dialect.source();
    }

    /** As the hub names the transaction. */
    String key(LocalDate businessDay, long number) {
        return source() + "/" + store + "/" + businessDay + "/" + workstation + "/" + number;
    }
}
