package io.noren.integration.screens;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.noren.inventory.StagedMovements.Rejected;
import io.noren.inventory.imports.Rejections;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Rows of a file that were not taken, with the reason in the reader's language. */
@Component
class RejectedRows {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Rejections rejections;
    private final Words words;

    RejectedRows(Rejections rejections, Words words) {
        this.rejections = rejections;
        this.words = words;
    }

    /**
     * One row.
     *
     * @param why in the reader's language
     * @param detail the particulars, in English
     */
    record Row(long line, String field, String why, String detail) {}

    Row shown(Rejected row, Locale locale) {
        return new Row(
                row.line(),
                Objects.requireNonNullElse(row.field(), ""),
                words.refusal("stock.rejected", row.code(), locale),
                row.detail());
    }

    /** All of them; a page of them is in memory at a time. Begins with the mark by which spreadsheets know UTF-8. */
    void write(UUID of, Locale locale, HttpServletResponse response) throws IOException {
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"rejected-" + of + ".csv\"");
        Writer text = response.getWriter();
        text.write(BYTE_ORDER_MARK);
        CsvWriter csv = CsvWriter.builder().build(text);
        csv.writeRecord(
                words.say("stock.imports.line", locale),
                words.say("stock.imports.column", locale),
                words.say("stock.imports.why", locale),
                words.say("stock.imports.detail", locale));
        long after = 0;
        for (List<Rejected> page = rejections.of(of, after, Rejections.MOST);
                !page.isEmpty();
                page = rejections.of(of, after, Rejections.MOST)) {
            for (Rejected rejected : page) {
                Row row = shown(rejected, locale);
                csv.writeRecord(String.valueOf(row.line()), row.field(), row.why(), row.detail());
                after = row.line();
            }
        }
        csv.flush();
    }
}
