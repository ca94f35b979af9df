package io.noren.benchmark;

import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.TestFolder;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How long a full snapshot takes, from the first byte sent until it is completed, beside {@code COPY} and one merge
 * statement into bare tables of the same PostgreSQL. Not part of the tests:
 * {@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=ImportBenchmark}.
 */
class ImportBenchmark {
    private static final int ROWS = Integer.getInteger("noren.benchmark.rows", 1_000_000);

    /** Of the whole hub: the file, three times as large, must not fit. */
    private static final String HEAP = System.getProperty("noren.benchmark.heap", "-Xmx256m");

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-import-benchmark");

    private final Snapshots snapshots = new Snapshots(ROWS);
    private final List<String> table = new ArrayList<>();

    @Test
    void aSnapshotBesideCopyAndOneMerge() throws Exception {
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), "nrn_benchmark")) {
            hub.withJvm(HEAP);
            hub.start();
            snapshots.introduce(hub.postgresPort());
            BareImport bare = new BareImport(hub.postgresPort());
            compare("all new", hub.api(), bare, 100, 10);
            compare("changed 100 %", hub.api(), bare, 100, 11);
            compare("changed 5 %", hub.api(), bare, 5, 12);
            compare("changed 100 % again", hub.api(), bare, 100, 13);
            compare("unchanged", hub.api(), bare, 0, 13);
        }
        System.out.println(String.join(
                System.lineSeparator(),
                "",
                "| snapshot of %,d rows, heap of the hub %s | Noren | COPY + one merge | reached |"
                        .formatted(ROWS, HEAP),
                "|---|---|---|---|",
                String.join(System.lineSeparator(), table),
                ""));
    }

    private void compare(String name, HubApi hub, BareImport bare, int percent, int counted)
            throws IOException, SQLException {
        Snapshots.Took took = snapshots.send(hub, bare, percent, counted);
        table.add("| %s | %.1f s, %,.0f rows/s | %.1f s, %,.0f rows/s | %.0f %% |"
                .formatted(
                        name,
                        took.hub(),
                        ROWS / took.hub(),
                        took.bare(),
                        ROWS / took.bare(),
                        100 * took.bare() / took.hub()));
    }
}
