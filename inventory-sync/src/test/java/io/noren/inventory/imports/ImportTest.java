package io.noren.inventory.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.StagedCountGuard;
import io.noren.inventory.StagedCounts;
import io.noren.inventory.StagedMovements;
import io.noren.inventory.StagedMovements.Rejected;
import io.noren.inventory.imports.StockImport.Format;
import io.noren.inventory.imports.StockImport.Mode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;

/** Files of stock, sent and worked on by hand, step by step where a story wants it. */
abstract class ImportTest extends InventoryTest {

    static final Duration LEASE = Duration.ofSeconds(30);
    static final String HEADER = "sku,location,delta,reason\n";

    @Autowired
    protected StockImports imports;

    @Autowired
    protected Rejections rejections;

    @Autowired
    protected ImportProgress progress;

    @Autowired
    private RetriedTransaction transaction;

    @Autowired
    private ImportFiles files;

    @Autowired
    private ImportSlices slices;

    @Autowired
    private StagedMovements stagedMovements;

    @Autowired
    private StagedCounts stagedCounts;

    @Autowired
    private StagedCountGuard guard;

    @Autowired
    private DryRun dryRun;

    @Autowired
    private Clock anyClock;

    /** What one story leaves open would be the next one's to do. */
    @AfterEach
    void workOffWhatIsLeft() {
        clock.advance(LEASE.multipliedBy(100));
        worker().work();
        clock.run();
    }

    /** A copy of the application, as far as imports go. */
    protected ImportWorker worker() {
        ImportSettings.Imports few = new ImportSettings.Imports(
                DataSize.ofMegabytes(1), DataSize.ofMegabytes(4), LEASE, Duration.ofSeconds(2), 3_000);
        return new ImportWorker(
                transaction,
                files,
                progress,
                slices,
                rejections,
                stagedMovements,
                stagedCounts,
                guard,
                dryRun,
                anyClock,
                new ImportSettings(Path.of("target/data"), few));
    }

    protected void moved(String what, String sku, String location, long delta, Instant at) {
        ledger.record(List.of(new Movement(
                what + "-" + sku,
                ItemReference.sku(sku),
                location,
                BigDecimal.valueOf(delta),
                delta < 0 ? MovementReason.SALE : MovementReason.RECEIVED,
                at,
                null,
                null)));
    }

    protected UUID send(String csv) {
        return send(Mode.MOVEMENTS, Format.CSV, csv.getBytes(UTF_8), null);
    }

    protected UUID send(Mode mode, Format format, byte[] file, @Nullable String charset) {
        return receive(sent(mode, format, charset, false, false, null), new ByteArrayInputStream(file))
                .id();
    }

    protected StockImports.Sent sent(
            Mode mode,
            Format format,
            @Nullable String charset,
            boolean packed,
            boolean dry,
            @Nullable List<String> locations) {
        return new StockImports.Sent(mode, dry, format, charset, packed, "back-office", null, locations);
    }

    protected StockImports.Receipt receive(StockImports.Sent sent, InputStream body) {
        try {
            return imports.receive(sent, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends and waits, as it were. */
    protected StockImport done(String csv) {
        return done(send(csv));
    }

    protected StockImport done(UUID id) {
        worker().work();
        return imports.find(id).orElseThrow();
    }

    protected List<Rejected> refused(StockImport of) {
        return rejections.of(of.id(), 0, Rejections.MOST);
    }

    protected static byte[] packed(byte[] file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
