package io.noren.pos.csv;

import io.noren.pos.Refusal;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file on its way through, row by row, and what stands where in it. */
final class CsvFile implements AutoCloseable {
    private final CsvText text;
    private final CsvRows rows;
    private final Places places;
    private final @Nullable CsvRow header;
    private @Nullable CsvRow first;
    private @Nullable CsvRow last;

    CsvFile(CsvMapping mapping, CsvText text, char separator) {
        this.text = text;
        this.rows = new CsvRows(text, separator);
        CsvRow begin = rows.next();
        if (begin == null) {
            throw new Refusal("EMPTY_DOCUMENT", "The file has no row at all; send it with what it should tell.");
        }
        header = mapping.header() ? begin : null;
        first = mapping.header() ? null : begin;
        places = mapping.header()
                ? new Places(mapping, begin.cells())
                : Places.numbered(mapping, begin.cells().size());
    }

    Places places() {
        return places;
    }

    /** Null in a file without one. */
    @Nullable
    CsvRow header() {
        return header;
    }

    /** The next row of goods or of other affairs, null at the end. */
    @Nullable
    CsvRow next() {
        CsvRow next = first == null ? rows.next() : first;
        first = null;
        last = next == null ? last : next;
        return next;
    }

    /** @throws Refusal when the file that was read to its end has swallowed its rest into one cell */
    void requireClosedQuotes() {
        if (last != null && !last.fits(places.width()) && !text.hasPairedQuotes()) {
            throw new Refusal(
                    "MALFORMED_DOCUMENT",
                    "In the row that begins in line " + last.line()
                            + " a quote is never closed, so the rest of the file cannot be read. Mend it and send the file"
                            + " again.",
                    null,
                    Map.of("line", last.line(), "prematureEnd", true));
        }
    }

    /** @throws Refusal when the file that was read to its end was cut off there */
    void requireFinalLineBreak() {
        if (!text.endedWithLineBreak()) {
            throw new Refusal(
                    "MALFORMED_DOCUMENT",
                    "The file does not end with a line break, so its last row may be cut off: send it again, whole. If"
                            + " this till system never writes one, set noren.pos.csv.<source>.final-line-break to false.",
                    null,
                    Map.of("prematureEnd", true));
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
