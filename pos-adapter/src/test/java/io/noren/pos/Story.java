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

    protected String source = "";

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("noren.data", DATA::toString);
        registry.add("noren.pos.sources", () -> "chain");
        registry.add("noren.pos.drop-folder.poll", () -> "50ms");
        registry.add("noren.pos.drop-folder.settled", () -> "100ms");
        registry.add("noren.pos.drop-folder.retry", () -> "100ms");
        registry.add("noren.pos.post-void-sweep", () -> "1h"); // stories look themselves
        registry.add("logging.level.root", () -> "warn");
    }

    @BeforeEach
    void beAnotherTillSystem() {
        source = "till-system-" + STORIES.incrementAndGet();
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
