package io.noren.simulator;

import java.util.List;
import java.util.Random;

/** POSLog for three tills of five, CSV for the others. */
record Dialects(Dialect posLog, Dialect csv) {

    static Dialects all() {
        return new Dialects(new PosLogDialect(), new CsvDialect());
    }

    Dialect any(Random random) {
        return random.nextInt(5) < 3 ? posLog : csv;
    }

    List<Dialect> list() {
        return List.of(posLog, csv);
    }
}
