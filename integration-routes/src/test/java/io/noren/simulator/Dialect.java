package io.noren.simulator;

import java.util.List;

/** How the tills of one source write. */
interface Dialect {
    String source();

    String mediaType();

    /** How a file of it is called. */
    String extension();

    byte[] document(List<Telling> tellings, Day day);

    /** A transaction and whose it is. */
    record Telling(Journal journal, Transaction transaction) {}
}
