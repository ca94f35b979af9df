package io.noren.pos;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes two tellings of one transaction the same content: everything that stock and points depend on, and nothing
 * of how it was written down. A live feed and the nightly file may differ in layout, order of elements, fractions of a
 * second and vendor extensions; they are still the same sale.
 */
final class Digest {
    private static final char FIELD = '\u001f';
    private static final char LINE = '\u001e';

    private Digest() {}

    static String of(TillTransaction transaction) {
        StringBuilder text = new StringBuilder(256);
        TillTime at = transaction.occurredAt();
        field(text, transaction.kind());
        field(text, at == null ? null : at.local().truncatedTo(ChronoUnit.SECONDS));
        field(text, transaction.currency());
        field(text, transaction.memberCard());
        if (transaction.original() != null) {
            // Only then, so that what was recorded before tills' links were read is known by the same value.
            field(text, transaction.original());
        }
        lines(text, "sold", transaction.sold());
        lines(text, "returned", transaction.returned());
        // Likewise only where there are some: tills of old know of no counts and no papers.
        counted(text, transaction.counted());
        transaction.papers().forEach(paper -> {
            text.append(LINE);
            field(text, "paper");
            field(text, paper);
        });
        return HexFormat.of().formatHex(Names.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void lines(StringBuilder text, String direction, List<SoldLine> lines) {
        for (SoldLine line : lines) {
            text.append(LINE);
            field(text, direction);
            field(text, line.line());
            field(text, line.quantity().stripTrailingZeros().toPlainString());
            field(text, line.unit());
            field(
                    text,
                    line.amount() == null
                            ? null
                            : line.amount().stripTrailingZeros().toPlainString());
            codes(text, line.codes());
        }
    }

    private static void counted(StringBuilder text, List<GoodsLine> lines) {
        for (GoodsLine line : lines) {
            text.append(LINE);
            field(text, "counted");
            field(text, line.line());
            field(text, line.quantity().stripTrailingZeros().toPlainString());
            field(text, line.unit());
            codes(text, line.codes());
        }
    }

    private static void codes(StringBuilder text, List<ItemCode> codes) {
        for (ItemCode code : codes) {
            field(text, code.scheme());
            field(text, code.value());
        }
    }

    private static void field(StringBuilder text, @Nullable Object value) {
        if (value != null) {
            text.append(value);
        }
        text.append(FIELD);
    }
}
