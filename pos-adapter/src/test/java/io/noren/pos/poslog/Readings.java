package io.noren.pos.poslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.ItemCode;
import io.noren.pos.Reading;
import io.noren.pos.SoldLine;
import io.noren.pos.TillTransaction;
import io.noren.pos.ToldKey;
import io.noren.pos.UnreadableTransaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Reads documents the way the door does: checked and scrubbed first, then read from what is kept. */
final class Readings {
    private Readings() {}

    static List<Reading> of(String document) {
        return ofKept(kept(document));
    }

    static byte[] kept(String document) {
        return kept(document.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] kept(byte[] document) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try {
            new PosLog().check("chain", new ByteArrayInputStream(document), kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kept.toByteArray();
    }

    static List<Reading> ofKept(byte[] kept) {
        List<Reading> readings = new ArrayList<>();
        new PosLog().read("chain", new ByteArrayInputStream(kept), readings::add);
        return readings;
    }

    static TillTransaction transaction(String document) {
        List<Reading> readings = of(document);
        assertThat(readings).hasSize(1);
        assertThat(readings.get(0)).isInstanceOf(TillTransaction.class);
        return (TillTransaction) readings.get(0);
    }

    static UnreadableTransaction unreadable(String document) {
        List<Reading> readings = of(document);
        assertThat(readings).hasSize(1);
        assertThat(readings.get(0)).isInstanceOf(UnreadableTransaction.class);
        return (UnreadableTransaction) readings.get(0);
    }

    static String sample(String name) {
        try (InputStream in = Readings.class.getResourceAsStream("/poslog/" + name + ".xml")) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code A:3 B:0.5}, by the last code of each line. */
    static String net(List<SoldLine> lines) {
        TreeMap<String, String> net = new TreeMap<>();
        for (SoldLine line : lines) {
            net.merge(
                    line.codes().get(line.codes().size() - 1).value(),
                    line.quantity().toPlainString(),
                    (one, other) -> one + "+" + other);
        }
        List<String> words = new ArrayList<>();
        net.forEach((item, quantity) -> words.add(item + ":" + quantity));
        return String.join(" ", words);
    }

    /** Every sample, by name. */
    static List<String> samples() {
        try (Stream<Path> files = Files.list(
                Path.of(Readings.class.getResource("/poslog/sale.xml").toURI()).resolveSibling("."))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".xml"))
                    .map(name -> name.substring(0, name.length() - 4))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String key(Reading reading) {
        ToldKey key = reading instanceof TillTransaction transaction
                ? transaction.key()
                : ((UnreadableTransaction) reading).key();
        return key == null
                ? "none"
                : key.storeCode() + "/" + key.businessDay() + "/" + key.workstation() + "/" + key.sequenceNumber();
    }

    /**
     * All that a reading says, in a line: {@code SALE JPY: -1:A*3=300 +2:B*1}, where minus is what left the store and
     * plus is what came back, each with its line's number, its codes, its quantity with unit, and what was paid.
     */
    static String told(Reading reading) {
        if (reading instanceof UnreadableTransaction unreadable) {
            return unreadable.fault().code() + " at " + unreadable.fault().place();
        }
        TillTransaction transaction = (TillTransaction) reading;
        StringBuilder told = new StringBuilder(transaction.kind() + " " + transaction.currency());
        ToldKey original = transaction.original();
        if (original != null) {
            told.append(" of ").append(original.businessDay()).append('/').append(original.workstation());
            told.append('/').append(original.sequenceNumber());
        }
        if (transaction.memberCard() != null) {
            told.append(" card ").append(transaction.memberCard());
        }
        transaction.papers().forEach(order -> told.append(" order ").append(order));
        told.append(':');
        transaction.sold().forEach(line -> told.append(" -").append(told(line)));
        transaction.returned().forEach(line -> told.append(" +").append(told(line)));
        return told.toString();
    }

    private static String told(SoldLine line) {
        List<String> codes = line.codes().stream()
                .map(code -> (code.scheme() == ItemCode.Scheme.SOURCE ? "" : code.scheme() + ":") + code.value())
                .toList();
        BigDecimal amount = line.amount();
        return line.line()
                + ":"
                + String.join("/", codes)
                + "*"
                + line.quantity().toPlainString()
                + (line.unit() == null ? "" : line.unit())
                + (amount == null ? "" : "=" + amount.toPlainString());
    }

    /** A file of real tills that is not part of this repository; the test is skipped where it is not. */
    static String shared(String name) {
        Path file = sharedFolder().resolve("data/poslog").resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "not here, so not tried: " + file);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code -Dnoren.shared}, or the folder beside the repository. */
    private static Path sharedFolder() {
        String set = System.getProperty("noren.shared");
        if (set != null) {
            return Path.of(set);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve("pos-adapter"))) {
            folder = folder.getParent();
        }
        return folder.resolveSibling("shared");
    }
}
