package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.TestFolder;
import io.noren.packaged.WebShop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A year of a real wholesaler (UCI Online Retail, which is no part of this repository) in one file of its till, until a
 * web shop was told of the last line. What is in stock then is compared with the sums of the file by a program of its
 * own, {@link RetailSums}. Not part of the tests:
 * {@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=RetailReplayBenchmark -Dnoren.shared=…}.
 */
class RetailReplayBenchmark {
    private static final String SOURCE = "uci";
    private static final String LOCATION = "london";
    private static final String KEY = "nrn_benchmark";
    private static final String MAPPING = """
            noren.pos.csv.uci:
              columns:
                id: InvoiceNo
                time: InvoiceDate
                quantity: Quantity
              codes:
                sku: StockCode
              store: london
              currency: GBP
            """;

    /** Changes that the shop takes in one request. */
    private static final int BATCH = 100;

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-replay");

    @Test
    void aYearOfAWholesaler() throws Exception {
        Path packed = SharedData.file("retail/uci-online-retail.csv.gz");
        if (!Files.isRegularFile(packed)) {
            System.out.println("Not replayed, because it is not here: " + packed);
            Assumptions.abort("not here: " + packed);
        }
        Path settings = Files.createDirectories(folder.path().resolve("config")).resolve("application.yml");
        Files.writeString(settings, MAPPING);
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), KEY);
                WebShop shop = new WebShop()) {
            hub.start();
            hub.api().put("/api/v1/locations/" + LOCATION, Map.of("name", "London", "kind", "STORE", "zone", "UTC"));
            long lines = introduce(packed, hub.postgresPort());
            shop.subscribe(hub.api(), BATCH);
            Path inbox = Files.createDirectories(hub.data().resolve("inbox").resolve(SOURCE));
            Path draft = inbox.resolve("year.csv.part");
            try (InputStream unpacked = unpacked(packed)) {
                Files.copy(unpacked, draft);
            }

            long began = System.nanoTime();
            Files.move(draft, inbox.resolve("year.csv"), StandardCopyOption.ATOMIC_MOVE);
            await("the file is read").atMost(PATIENCE).until(() -> Files.exists(inbox.resolve("done/year.csv")));
            double durable = (System.nanoTime() - began) / 1e9;
            await("the shop was told of every line")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> shop.deliveries() - shop.repeated() >= lines);
            double told = (System.nanoTime() - began) / 1e9;

            System.out.printf(
                    "%n| %,d lines of a real till | s | lines/s |%n|---|---|---|%n"
                            + "| durable as facts | %.1f | %,.0f |%n| the web shop was told | %.1f | %,.0f |%n%n",
                    lines, durable, lines / durable, told, lines / told);
            assertThat(shop.forged()).isZero();
            assertThat(hub.api().get("/api/v1/parked").get("items")).isEmpty();
            assertThat(differences(packed, hub))
                    .as("what RetailSums says by its exit code")
                    .isZero();
        }
    }

    /** @return how many lines the file has that change something */
    private static long introduce(Path packed, int port) throws IOException, SQLException {
        SortedSet<String> items = new TreeSet<>();
        long lines = 0;
        try (InputStream in = unpacked(packed);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(in)) {
            for (NamedCsvRecord row : rows) {
                items.add(row.getField("StockCode"));
                lines++;
            }
        }
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/noren?user=postgres");
                PreparedStatement item = connection.prepareStatement("""
                        insert into inventory.item (sku, name_en, unit, stocked, changed_at)
                        values (?, 'Thing', 'EACH', true, now())
                        """)) {
            for (String sku : items) {
                item.setString(1, sku);
                item.addBatch();
            }
            item.executeBatch();
        }
        return lines;
    }

    private static int differences(Path packed, PackagedHub hub) throws IOException, InterruptedException {
        Path program =
                SharedData.repository().resolve("integration-routes/src/test/java/io/noren/benchmark/RetailSums.java");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        program.toString(),
                        packed.toString(),
                        hub.address().toString(),
                        LOCATION)
                .inheritIO();
        builder.environment().put("NOREN_ADMIN_KEY", KEY);
        Process sums = builder.start();
        if (!sums.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            sums.destroyForcibly();
            throw new AssertionError("RetailSums does not end");
        }
        return sums.exitValue();
    }

    private static InputStream unpacked(Path file) throws IOException {
        return new GZIPInputStream(Files.newInputStream(file), 1 << 16);
    }
}
