package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.Dialect;
import io.noren.pos.Reading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * How many megabytes of POSLog a second are understood, beside a loop that only asks the platform's parser for the next
 * event over the same bytes. A large document is read twice, to check and scrub it and then to take its transactions
 * out, so the two together cannot be faster than half of the loop; a small one in one go. By the processor time of the one thread, the best of several
 * rounds, so that what else the machine does counts for little. Not part of the tests:
 * {@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=PosLogBenchmark}.
 */
class PosLogBenchmark {
    private static final int WARM_UP_ROUNDS = 4;
    private static final int ROUNDS = Integer.getInteger("noren.benchmark.rounds", 6);
    private static final long STRETCH_NANOS = 500_000_000;

    /** Of the file of a day, in bytes. */
    private static final int DAY = 16 << 20;

    private static final XMLInputFactory BARE = bareFactory();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What is done with a document, all of them with the same bytes. */
    private enum Way {
        BARE("bare StAX"),
        CHECK("check and scrub"),
        READ("read"),
        BOTH("check and scrub, then read"),
        AT_ONCE("both in one go");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    /** @param kept what is kept of it */
    private record Document(byte[] sent, byte[] kept) {}

    private final AtomicLong readings = new AtomicLong();

    @Test
    void besideABareLoop() throws Exception {
        Path poslog = SharedData.repository().resolve("pos-adapter/src/test/resources/poslog");
        try (var spring = new AnnotationConfigApplicationContext("io.noren.pos.poslog")) {
            Dialect dialect = spring.getBean(Dialect.class);
            measure("receipts, each a document", dialect, files(poslog));
            measure("a day in one file", dialect, List.of(day(poslog.resolve("sale.xml"))));
            Path real = SharedData.file("poslog");
            if (Files.isDirectory(real)) {
                measure("receipts of real tills", dialect, files(real));
            } else {
                System.out.println("Not measured, because it is not here: " + real);
            }
        }
    }

    private void measure(String title, Dialect dialect, List<byte[]> sent) throws IOException, XMLStreamException {
        List<Document> documents = new ArrayList<>();
        for (byte[] document : sent) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            dialect.check("tills", new ByteArrayInputStream(document), kept);
            documents.add(new Document(document, kept.toByteArray()));
        }
        Map<Way, Double> best = new EnumMap<>(Way.class);
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            for (Way way : Way.values()) {
                double rate = megabytesPerSecond(way, dialect, documents);
                if (round >= WARM_UP_ROUNDS) {
                    best.merge(way, rate, Math::max);
                }
            }
        }
        assertThat(readings).hasPositiveValue();
        print(title, documents, best);
    }

    private double megabytesPerSecond(Way way, Dialect dialect, List<Document> documents)
            throws IOException, XMLStreamException {
        long began = THREADS.getCurrentThreadCpuTime();
        long took = 0;
        long bytes = 0;
        while (took < STRETCH_NANOS) {
            for (Document document : documents) {
                go(way, dialect, document);
                bytes += document.sent().length;
            }
            took = THREADS.getCurrentThreadCpuTime() - began;
        }
        return bytes / (took / 1e9) / 1e6;
    }

    private void go(Way way, Dialect dialect, Document document) throws IOException, XMLStreamException {
        switch (way) {
            case BARE -> bare(document.sent());
            case CHECK ->
                dialect.check("tills", new ByteArrayInputStream(document.sent()), OutputStream.nullOutputStream());
            case READ -> dialect.read("tills", new ByteArrayInputStream(document.kept()), this::count);
            case AT_ONCE ->
                dialect.checkAndRead(
                                "tills", new ByteArrayInputStream(document.sent()), OutputStream.nullOutputStream())
                        .forEach(this::count);
            case BOTH -> {
                ByteArrayOutputStream kept = new ByteArrayOutputStream(document.kept().length);
                dialect.check("tills", new ByteArrayInputStream(document.sent()), kept);
                dialect.read("tills", new ByteArrayInputStream(kept.toByteArray()), this::count);
            }
        }
    }

    private void count(Reading reading) {
        readings.incrementAndGet();
    }

    private static void bare(byte[] document) throws XMLStreamException {
        XMLStreamReader reader = BARE.createXMLStreamReader(new ByteArrayInputStream(document));
        while (reader.hasNext()) {
            reader.next();
        }
        reader.close();
    }

    private static void print(String title, List<Document> documents, Map<Way, Double> best) {
        long size =
                documents.stream().mapToLong(document -> document.sent().length).sum();
        System.out.printf(
                "%n| %s: %,d of %,d bytes on average | MB/s | of bare StAX |%n|---|---|---|%n",
                title, documents.size(), size / documents.size());
        best.forEach((way, rate) -> System.out.printf(
                "| %s | %.0f | %.0f %% |%n", way.title, rate, 100 * rate / best.getOrDefault(Way.BARE, 0.0)));
    }

    private static List<byte[]> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .map(PosLogBenchmark::bytes)
                    .toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's transactions again and again in one document. */
    private static byte[] day(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        String text = new String(all, StandardCharsets.UTF_8);
        byte[] transactions = text.substring(text.indexOf("<Transaction"), text.indexOf("</POSLog>"))
                .getBytes(StandardCharsets.UTF_8);
        int begin = text.substring(0, text.indexOf("<Transaction")).getBytes(StandardCharsets.UTF_8).length;
        ByteArrayOutputStream day = new ByteArrayOutputStream(DAY);
        day.write(all, 0, begin);
        while (day.size() < DAY) {
            day.writeBytes(transactions);
        }
        day.writeBytes(Arrays.copyOfRange(all, begin + transactions.length, all.length));
        return day.toByteArray();
    }

    private static XMLInputFactory bareFactory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        return factory;
    }
}
