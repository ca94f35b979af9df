package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.Retailer;
import io.noren.packaged.TestFolder;
import io.noren.packaged.TillSale;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How long a nightly CSV file takes from the drop folder until all of it is durable as facts, beside the bare insert of
 * the same receipts and lines into the same PostgreSQL. Not part of the tests:
 * {@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=NightlyFileBenchmark}.
 */
class NightlyFileBenchmark {
    private static final int LINES = Integer.getInteger("noren.benchmark.lines", 1_000_000);

    /** Of the whole hub, its broker included, whatever the size of the file. */
    private static final String HEAP = System.getProperty("noren.benchmark.heap", "-Xmx256m");

    private static final int ITEMS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final String SOURCE = "nightly";
    private static final String MAPPING = """
            noren.pos.csv.nightly:
              columns:
                store: store
                till: till
                business-day: day
                number: number
                time: time
                line: line
                quantity: quantity
                amount: amount
                card: card
              codes:
                gtin: gtin
              currency: JPY
            """;

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-nightly-benchmark");

    @Test
    void aFileBesideBareInserts() throws Exception {
        Path settings = Files.createDirectories(folder.path().resolve("config")).resolve("application.yml");
        Files.writeString(settings, MAPPING);
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), "nrn_benchmark")) {
            hub.withJvm(HEAP);
            hub.start();
            retailer().introduceTo(hub.api());
            Path inbox = Files.createDirectories(hub.data().resolve("inbox").resolve(SOURCE));
            Path file = inbox.resolve("night.csv");
            Path draft = inbox.resolve("night.csv.part");
            int receipts = write(draft);
            long size = Files.size(draft);

            Duration hubBefore = hub.processorTime();
            Duration databaseBefore = hub.processorTimeOfDatabase();
            long began = System.nanoTime();
            Files.move(draft, file);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("the file was refused", () -> Files.exists(inbox.resolve("parked")))
                    .until(() -> Files.exists(inbox.resolve("done").resolve("night.csv")));
            double durable = (System.nanoTime() - began) / 1e9;
            await("stock and points")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(hub.api()::nothingWaits);
            double all = (System.nanoTime() - began) / 1e9;
            double hubWork = microsPerLine(hub.processorTime().minus(hubBefore));
            double databaseWork = microsPerLine(hub.processorTimeOfDatabase().minus(databaseBefore));
            long told = linesTold(hub.api());
            double bare = new BareReceipts(hub.postgresPort()).run(sales());

            assertThat(told).as("lines in the ledger").isEqualTo(LINES);
            System.out.printf(
                    "%n| %,d lines, %,d receipts, %,d MB; heap of the hub %s | s | lines/s |%n|---|---|---|%n"
                            + "| the hub, durable as facts | %.1f | %,.0f |%n"
                            + "| … and in the ledger, the points added | %.1f | %,.0f |%n"
                            + "| bare inserts | %.1f | %,.0f |%n| ratio | %.0f %% | |%n%n"
                            + "All that a line causes took %.0f µs of processor time in the hub and %.0f µs in its"
                            + " PostgreSQL.%n",
                    LINES,
                    receipts,
                    size >> 20,
                    HEAP,
                    durable,
                    LINES / durable,
                    all,
                    LINES / all,
                    bare,
                    LINES / bare,
                    100 * bare / durable,
                    hubWork,
                    databaseWork);
        }
    }

    private static double microsPerLine(Duration work) {
        return work.toNanos() / 1e3 / LINES;
    }

    private static Retailer retailer() {
        return new Retailer(new Random(1), ITEMS);
    }

    /** The same sales each time, as many as have so many lines. */
    private static Iterator<TillSale> sales() {
        Retailer retailer = retailer();
        return new Iterator<>() {
            private int left = LINES;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public TillSale next() {
                TillSale sale = retailer.nextSale();
                TillSale cut = new TillSale(
                        sale.store(),
                        sale.till(),
                        sale.sequence(),
                        sale.at(),
                        sale.card(),
                        sale.lines().subList(0, Math.min(left, sale.lines().size())));
                left -= cut.lines().size();
                return cut;
            }
        };
    }

    /** @return how many receipts */
    private static int write(Path file) throws IOException {
        int receipts = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("store,till,day,number,time,line,gtin,quantity,amount,card,cashier\n");
            for (Iterator<TillSale> sales = sales(); sales.hasNext(); receipts++) {
                TillSale sale = sales.next();
                int number = 0;
                for (TillSale.Line line : sale.lines()) {
                    out.write(String.join(
                            ",",
                            sale.store(),
                            Integer.toString(sale.till()),
                            sale.businessDay(),
                            Integer.toString(sale.sequence()),
                            sale.at().toString(),
                            Integer.toString(++number),
                            line.gtin(),
                            Integer.toString(line.quantity()),
                            Integer.toString(line.quantity() * line.price()),
                            sale.card() == null ? "" : sale.card(),
                            "Somebody"));
                    out.write('\n');
                }
            }
        }
        return receipts;
    }

    /** Each line is one step of its cell's sequence, after the one of the opening stock. */
    private static long linesTold(HubApi hub) {
        return Retailer.STORES.stream()
                .flatMap(store -> hub.lines("/api/v1/stock/snapshot?location=" + store).stream())
                .filter(row -> row.has("sku"))
                .mapToLong(row -> row.get("sequence").asLong() - 1)
                .sum();
    }
}
