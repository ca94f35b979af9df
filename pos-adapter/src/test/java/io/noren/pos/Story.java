package io.noren.pos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One application and one database for all stories; each story is a till system of its own. */
@SpringBootTest(classes = PosAlone.class)
@AutoConfigureMockMvc
@ContextConfiguration(initializers = TestDatabase.class)
public abstract class Story {
    private static final AtomicInteger STORIES = new AtomicInteger();
    private static final Path DATA = temporary();

    protected static final Instant NOW = Instant.parse("2026-04-01T03:00:00Z");

    @TempDir
    protected Path folder;

    @Autowired
    protected TillDocuments documents;

    @Autowired
    protected PosAlone.Announced announced;

    @Autowired
    protected PosAlone.Stores stores;

    @Autowired
    private PostVoidSweeper postVoids;

    protected String source = "";

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("noren.data", DATA::toString);
        registry.add("noren.pos.sources", () -> "chain");
        registry.add("noren.pos.drop-folder.poll", () -> "50ms");
        registry.add("noren.pos.drop-folder.settled", () -> "100ms");
        registry.add("noren.pos.drop-folder.retry", () -> "100ms");
        registry.add("noren.pos.post-void-sweep", () -> "1h"); // stories look themselves
        csv(registry, "csv", "UTF-8");
        csv(registry, "csv-shift-jis", "Shift_JIS");
        csv(registry, "csv-ids", "UTF-8");
        registry.add("noren.pos.csv.csv-ids.columns.id", () -> "id");
        csv(registry, "csv-orders", "UTF-8");
        registry.add("noren.pos.csv.csv-orders.columns.order", () -> "注文番号");
        registry.add("noren.pos.epcis.rfid.tells", () -> "received,shipped,counted,sold");
        registry.add("logging.level.root", () -> "warn");
    }

    /** As a Japanese till system exports its receipts. */
    private static void csv(DynamicPropertyRegistry registry, String system, String charset) {
        String mapping = "noren.pos.csv." + system;
        registry.add(mapping + ".charset", () -> charset);
        registry.add(mapping + ".columns.store", () -> "店舗コード");
        registry.add(mapping + ".columns.till", () -> "レジ番号");
        registry.add(mapping + ".columns.business-day", () -> "営業日");
        registry.add(mapping + ".columns.number", () -> "伝票番号");
        registry.add(mapping + ".columns.line", () -> "明細番号");
        registry.add(mapping + ".columns.time", () -> "日付,時刻");
        registry.add(mapping + ".columns.kind", () -> "区分");
        registry.add(mapping + ".columns.quantity", () -> "数量");
        registry.add(mapping + ".columns.amount", () -> "金額");
        registry.add(mapping + ".columns.card", () -> "会員番号");
        registry.add(mapping + ".codes.gtin", () -> "JANコード");
        registry.add(mapping + ".codes.source", () -> "商品コード");
        registry.add(mapping + ".kinds.sale", () -> "売上");
        registry.add(mapping + ".kinds.return", () -> "返品");
        registry.add(mapping + ".kinds.void", () -> "取消");
        registry.add(mapping + ".kinds.not-stock", () -> "送料,値引");
        registry.add(mapping + ".kinds.control", () -> "レジ開設,レジ締め");
        registry.add(mapping + ".kinds.training", () -> "練習");
        registry.add(mapping + ".day-format", () -> "uuuu/MM/dd");
        registry.add(mapping + ".time-format", () -> "uuuu/MM/dd HH:mm:ss");
        registry.add(mapping + ".currency", () -> "JPY");
    }

    @BeforeEach
    void beAnotherTillSystem() {
        source = "till-system-" + STORIES.incrementAndGet();
    }

    /** What waits for what it takes back is done, as far as that is here. */
    protected void whatTakesBackIsDone() {
        postVoids.sweep();
    }

    protected static Path data() {
        return DATA;
    }

    protected TillDocuments.Receipt receive(String document) {
        return documents.receive(source, file(document), NOW);
    }

    protected TillDocuments.Receipt receive(PosLogText document) {
        return receive(document.toString());
    }

    protected Path file(String document) {
        try {
            return Files.writeString(Files.createTempFile(folder, "till", ".xml"), document, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("noren-pos-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
