package io.noren.integration.screens;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Rows of a file that were left out, as a file of their own, by which somebody puts them right. */
@Component
class LeftOutRows {
    /** By which spreadsheets know UTF-8. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Words words;

    LeftOutRows(Words words) {
        this.words = words;
    }

    /**
     * One row.
     *
     * @param field the column; empty where it is the whole row
     * @param why in the reader's language
     * @param detail the particulars, in English
     */
    record Row(long line, String field, String why, String detail) {}

    /**
     * Writes all of them; a page of them is in memory at a time.
     *
     * @param after the page of rows behind a line; empty at the end
     */
    void write(String name, LongFunction<List<Row>> after, Locale locale, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"");
        Writer text = response.getWriter();
        text.write(BYTE_ORDER_MARK);
        CsvWriter csv = CsvWriter.builder().build(text);
        csv.writeRecord(
                words.say("stock.imports.line", locale),
                words.say("stock.imports.column", locale),
                words.say("stock.imports.why", locale),
                words.say("stock.imports.detail", locale));
        long line = 0;
        for (List<Row> page = after.apply(line); !page.isEmpty(); page = after.apply(line)) {
            for (Row row : page) {
                csv.writeRecord(String.valueOf(row.line()), row.field(), row.why(), row.detail());
                line = row.line();
            }
        }
        csv.flush();
    }
}
