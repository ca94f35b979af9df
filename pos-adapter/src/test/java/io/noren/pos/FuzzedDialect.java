package io.noren.pos;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.noren.pos.TillTransaction.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Reads broken documents for a while and demands of each: a reading, or a refusal by name, soon, and in little memory.
 * What was accepted is read again from what is kept of it, without any refusal, and always to the same.
 *
 * <p>With every build these are the same 600 documents on any machine; {@code -Dfuzz.seconds} says how long instead, and
 * {@code -Dfuzz.seed} which documents (42). A document at which a dialect
 * fails is left in {@code target/fuzz}.
 */
public final class FuzzedDialect {
    private static final int DOCUMENTS = 600;

    /** One that takes for ever is found all the same; a busy machine may let the reader wait for seconds. */
    private static final Duration PER_DOCUMENT = Duration.ofSeconds(30);

    private static final long MEMORY = 48L << 20;
    private static final int MEMORY_PER_BYTE = 150;
    private static final int KEPT_PER_BYTE = 8;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]+");
    private static final Set<Kind> MOVING = Set.of(Kind.SALE, Kind.RETURN, Kind.MIXED, Kind.RECEIVED, Kind.SHIPPED);

    private final Dialect dialect;
    private final String source;
    private final List<byte[]> seeds;
    private final Duration perDocument;
    private final TreeMap<String, Integer> outcomes = new TreeMap<>();

    /**
     * @param source a till system that speaks it
     * @param seeds good documents, the more different the better
     */
    public FuzzedDialect(Dialect dialect, String source, List<String> seeds) {
        this(dialect, source, seeds, PER_DOCUMENT);
    }

    FuzzedDialect(Dialect dialect, String source, List<String> seeds, Duration perDocument) {
        this.source = source;
        this.perDocument = perDocument;
        this.dialect = dialect;
        this.seeds = Mutations.bytesOf(seeds);
    }

    /** How often each outcome came: refusals and faults by code, transactions by kind. */
    public TreeMap<String, Integer> fuzz() {
        long seed = Long.getLong("fuzz.seed", 42L);
        Long seconds = Long.getLong("fuzz.seconds");
        long began = System.nanoTime();
        Mutations mutations = new Mutations(seeds, new Random(seed));
        ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "fuzzed-" + dialect.kind());
            thread.setDaemon(true); // one that hangs must not keep the machine
            return thread;
        });
        int documents = 0;
        try {
            while (seconds == null
                    ? documents < DOCUMENTS
                    : System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
                byte[] document = mutations.next();
                try {
                    reader.submit(() -> read(document)).get(perDocument.toMillis(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException | TimeoutException e) {
                    throw new AssertionError(
                            "document " + documents + " of seed " + seed + ", left in " + leave(document),
                            e instanceof TimeoutException ? e : e.getCause());
                }
                documents++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            reader.shutdownNow();
        }
        System.out.println(dialect.kind() + " fuzzed with seed " + seed + ": " + documents + " documents in "
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s: " + outcomes);
        return outcomes;
    }

    private void read(byte[] document) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        List<Reading> readings;
        try {
            dialect.check(source, new ByteArrayInputStream(document), kept);
        } catch (Refusal refusal) {
            assertThat(refusal.code()).matches(CODE);
            assertThat(refusal.getMessage()).isNotBlank();
            outcomes.merge(refusal.code(), 1, Integer::sum);
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            demandLittle(document, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(kept.size()).as("what is kept").isLessThan(KEPT_PER_BYTE * document.length + 1_000);
        long reading = threads.getCurrentThreadAllocatedBytes();
        readings = readings(kept.toByteArray());
        demandLittle(document, threads.getCurrentThreadAllocatedBytes() - reading);
        assertThat(readings(kept.toByteArray())).isEqualTo(readings);
        demandTheSameInOneGo(document, kept.toByteArray(), readings);
        readings.forEach(this::demandSense);
    }

    private List<Reading> readings(byte[] kept) {
        List<Reading> readings = new ArrayList<>();
        try {
            dialect.read(source, new ByteArrayInputStream(kept), readings::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return readings;
    }

    /** What is allocated, not what stays: that is the same on every machine, and more. */
    private void demandTheSameInOneGo(byte[] document, byte[] kept, List<Reading> readings) {
        ByteArrayOutputStream keptToo = new ByteArrayOutputStream();
        try {
            assertThat(dialect.checkAndRead(source, new ByteArrayInputStream(document), keptToo))
                    .isEqualTo(readings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(keptToo.toByteArray()).isEqualTo(kept);
    }

    private static void demandLittle(byte[] document, long allocated) {
        assertThat(allocated)
                .as("allocated for %s bytes", document.length)
                .isLessThan(MEMORY + (long) MEMORY_PER_BYTE * document.length);
    }

    private void demandSense(Reading reading) {
        assertThat(reading.place()).isPositive();
        if (reading instanceof UnreadableTransaction unreadable) {
            outcomes.merge(unreadable.fault().code(), 1, Integer::sum);
            assertThat(unreadable.fault().code()).matches(CODE);
            assertThat(unreadable.fault().reason()).isNotBlank();
            return;
        }
        TillTransaction transaction = (TillTransaction) reading;
        outcomes.merge(transaction.kind().name(), 1, Integer::sum);
        assertThat(transaction.key().storeCode()).isNotBlank();
        assertThat(transaction.key().workstation()).isNotBlank().doesNotContain("/");
        assertThat(transaction.key().sequenceNumber()).isNotNegative();
        List<SoldLine> lines = new ArrayList<>(transaction.sold());
        lines.addAll(transaction.returned());
        if (!lines.isEmpty()) {
            assertThat(MOVING).contains(transaction.kind());
            assertThat(transaction.occurredAt()).isNotNull();
        }
        demandSense(transaction.counted(), transaction);
        assertThat(lines.stream().map(SoldLine::line)).doesNotHaveDuplicates();
        for (SoldLine line : lines) {
            assertThat(line.codes()).isNotEmpty();
            assertThat(line.codes())
                    .allMatch(code -> !code.value().isBlank() && code.value().length() <= 64);
            assertThat(line.quantity()).isPositive().isLessThanOrEqualTo(Plausibility.MOST_AT_ONCE);
            assertThat(line.quantity().scale()).isBetween(0, Plausibility.QUANTITY_DECIMALS);
        }
    }

    private static void demandSense(List<GoodsLine> counted, TillTransaction transaction) {
        assertThat(counted.isEmpty()).isEqualTo(transaction.kind() != Kind.COUNTED);
        assertThat(counted.stream().map(GoodsLine::line)).doesNotHaveDuplicates();
        for (GoodsLine line : counted) {
            assertThat(line.codes()).isNotEmpty();
            assertThat(line.quantity()).isNotNegative().isLessThanOrEqualTo(Plausibility.MOST_AT_ONCE);
            assertThat(line.quantity().scale()).isBetween(0, Plausibility.QUANTITY_DECIMALS);
        }
    }

    private Path leave(byte[] document) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz"));
            return Files.write(folder.resolve(dialect.kind() + "-" + System.nanoTime()), document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
