package io.noren.pos.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.noren.pos.dialect.PanMask;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Writes what is kept of a file: only the columns that its mapping names, each row in the line where it was. */
final class KeptRows {
    static final char SEPARATOR = ',';

    private final Writer out;
    private final CsvWriter rows;
    private int line = 1;

    KeptRows(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 14);
        this.rows = CsvWriter.builder()
                .fieldSeparator(SEPARATOR)
                .lineDelimiter(LineDelimiter.LF)
                .bufferSize(0) // or line breaks written past it would come first
                .build(this.out);
    }

    /** The titles are the till system's and stay. */
    void header(CsvRow row) throws IOException {
        write(row.line(), row.cells());
    }

    void row(CsvRow row, Places places) throws IOException {
        write(
                row.line(),
                IntStream.range(0, row.cells().size())
                        .mapToObj(place -> kept(row.cell(place), place, places))
                        .toList());
    }

    private static String kept(String cell, int place, Places places) {
        if (!places.isMapped(place)) {
            return "";
        }
        if (places.isCode(place)) {
            return PanMask.maskCode(cell);
        }
        return places.isWord(place) ? PanMask.mask(cell) : cell;
    }

    private void write(int at, List<String> cells) throws IOException {
        for (; line < at; line++) {
            out.write('\n');
        }
        List<String> written = cells.stream()
                .map(cell -> cell.replace("\r\n", "\n").replace('\r', '\n'))
                .toList();
        rows.writeRecord(written);
        line += 1
                + (int) written.stream()
                        .flatMapToInt(String::chars)
                        .filter(c -> c == '\n')
                        .count();
    }

    void flush() throws IOException {
        out.flush();
    }
}
