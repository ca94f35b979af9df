package io.noren.pos.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.GoodsLine;
import io.noren.pos.ItemCode;
import io.noren.pos.Reading;
import io.noren.pos.SoldLine;
import io.noren.pos.TillTransaction;
import io.noren.pos.UnreadableTransaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** EPCIS documents, and what is read in them. */
final class Events {
    static final String SOURCE = "rfid";

    private Events() {}

    static EpcisDialect dialect(Effect... tells) {
        return new EpcisDialect(new EpcisSettings(Map.of(
                SOURCE,
                new EpcisSource(
                        tells.length == 0 ? EnumSet.allOf(Effect.class) : EnumSet.of(tells[0], tells), Map.of()))));
    }

    static String sample(String name) {
        try (InputStream in = Events.class.getResourceAsStream("/epcis/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String kept(EpcisDialect dialect, String document) {
        try {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            dialect.check(SOURCE, new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), kept);
            return kept.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Reading> read(EpcisDialect dialect, String document) {
        try {
            List<Reading> readings = new ArrayList<>();
            dialect.read(
                    SOURCE,
                    new ByteArrayInputStream(kept(dialect, document).getBytes(StandardCharsets.UTF_8)),
                    readings::add);
            return readings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each as {@code place kind store day: lines [papers]}, or as its fault's code. */
    static List<String> told(EpcisDialect dialect, String document) {
        return read(dialect, document).stream().map(Events::told).toList();
    }

    private static String told(Reading reading) {
        if (reading instanceof UnreadableTransaction unreadable) {
            return unreadable.place() + " " + unreadable.fault().code();
        }
        TillTransaction transaction = (TillTransaction) reading;
        StringBuilder text = new StringBuilder()
                .append(transaction.place())
                .append(' ')
                .append(transaction.kind())
                .append(' ')
                .append(transaction.key().storeCode())
                .append(' ')
                .append(transaction.key().businessDay())
                .append(':');
        transaction.sold().forEach(line -> text.append(" -").append(line(line)));
        transaction.returned().forEach(line -> text.append(" +").append(line(line)));
        transaction.counted().forEach(line -> text.append(" =").append(line(line)));
        return text.append(transaction.papers().isEmpty() ? "" : " " + transaction.papers())
                .toString();
    }

    private static String line(SoldLine line) {
        return line(line.quantity(), line.unit(), line.codes().get(0));
    }

    private static String line(GoodsLine line) {
        return line(line.quantity(), line.unit(), line.codes().get(0));
    }

    private static String line(BigDecimal quantity, @Nullable String unit, ItemCode code) {
        return quantity.toPlainString() + (unit == null ? "" : unit) + " " + code.value();
    }

    /** An event at 9521000000018 of ten of 09521000000018, with an id of its own. */
    static String event(String id, String step, String action) {
        return """
                {"type": "ObjectEvent", "eventID": "%s", "eventTime": "2026-04-01T01:00:00Z", "eventTimeZoneOffset": "+09:00",
                 "action": "%s", "bizStep": "%s", "readPoint": {"id": "urn:epc:id:sgln:9521000.00001.0"},
                 "quantityList": [{"epcClass": "urn:epc:idpat:sgtin:9521000.000001.*", "quantity": 10}]}""".formatted(id, action, step);
    }
}
