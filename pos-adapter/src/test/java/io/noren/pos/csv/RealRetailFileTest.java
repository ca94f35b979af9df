package io.noren.pos.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.noren.pos.ItemCode;
import io.noren.pos.Reading;
import io.noren.pos.SoldLine;
import io.noren.pos.TillTransaction;
import io.noren.pos.TillTransaction.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of a real wholesaler, which is not part of this repository: what it says in the end is its sums. */
class RealRetailFileTest {
    private static final CsvMapping MAPPING = new CsvMapping(
            "UTF-8",
            ",",
            true,
            true,
            Map.of(
                    Field.ID, List.of("InvoiceNo"),
                    Field.TIME, List.of("InvoiceDate"),
                    Field.QUANTITY, List.of("Quantity"),
                    Field.CARD, List.of("CustomerID")),
            Map.of(ItemCode.Scheme.SOURCE, "StockCode"),
            Map.of(),
            CsvMapping.Negative.RETURN,
            null,
            null,
            "london",
            null,
            "GBP");

    @TempDir
    Path folder;

    @Test
    void everyInvoiceIsOneTransactionAndTheGoodsAddUp() throws IOException {
        Path file = shared();
        CsvDialect dialect = new CsvDialect(new CsvSettings(Map.of("uci", MAPPING)));
        Path kept = folder.resolve("kept.csv");
        try (InputStream in = unpacked(file);
                OutputStream out = Files.newOutputStream(kept)) {
            dialect.check("uci", in, out);
        }
        Map<String, BigDecimal> net = new TreeMap<>();
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
        try (InputStream in = Files.newInputStream(kept)) {
            dialect.read("uci", in, reading -> count(reading, net, kinds));
        }

        assertThat(kinds.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(25_900);
        assertThat(net).isEqualTo(sums(file));
        assertThat(Files.readString(kept)).doesNotContain("United Kingdom").doesNotContain("LANTERN");
    }

    private static void count(Reading reading, Map<String, BigDecimal> net, Map<Kind, Integer> kinds) {
        assertThat(reading).isInstanceOf(TillTransaction.class);
        TillTransaction transaction = (TillTransaction) reading;
        kinds.merge(transaction.kind(), 1, Integer::sum);
        transaction.sold().forEach(line -> net.merge(code(line), line.quantity(), BigDecimal::add));
        transaction
                .returned()
                .forEach(line -> net.merge(code(line), line.quantity().negate(), BigDecimal::add));
    }

    private static String code(SoldLine line) {
        return line.codes().get(0).value();
    }

    private static Map<String, BigDecimal> sums(Path file) throws IOException {
        Map<String, BigDecimal> sums = new TreeMap<>();
        try (InputStream in = unpacked(file);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(in)) {
            rows.forEach(row ->
                    sums.merge(row.getField("StockCode"), new BigDecimal(row.getField("Quantity")), BigDecimal::add));
        }
        return sums;
    }

    private static InputStream unpacked(Path file) throws IOException {
        return new GZIPInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** {@code -Dnoren.shared}, or the folder beside the repository. */
    private static Path shared() {
        String set = System.getProperty("noren.shared");
        Path folder = set == null ? Path.of("").toAbsolutePath().resolve("../../shared") : Path.of(set);
        Path file = folder.resolve("data/retail/uci-online-retail.csv.gz");
        Assumptions.assumeTrue(Files.isRegularFile(file), "not here, so not tried: " + file);
        return file;
    }
}
