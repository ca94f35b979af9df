package io.noren.pos.csv;

import io.noren.pos.Dialect;
import io.noren.pos.Reading;
import io.noren.pos.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** Files of rows, by the mapping that {@code noren.pos.csv.<source>} gives. */
@Component
class CsvDialect implements Dialect {
    private static final List<MimeType> MEDIA_TYPES =
            List.of(MimeType.valueOf("text/csv"), MimeTypeUtils.TEXT_PLAIN, MimeTypeUtils.APPLICATION_OCTET_STREAM);

    private final Map<String, CsvMapping> mappings;

    CsvDialect(CsvSettings settings) {
        this.mappings = Map.copyOf(settings.csv());
    }

    @Override
    public String kind() {
        return "CSV";
    }

    @Override
    public boolean isSpokenBy(String source) {
        return mappings.containsKey(source);
    }

    @Override
    public List<MimeType> mediaTypes() {
        return MEDIA_TYPES;
    }

    @Override
    public void check(String source, InputStream received, OutputStream kept) throws IOException {
        CsvMapping mapping = mapping(source);
        CsvText text = CsvText.decode(received, mapping.decodedBy());
        try (CsvFile file = new CsvFile(mapping, text, mapping.separator().charAt(0))) {
            copy(file, new ReceiptReader(mapping, file.places()), new KeptRows(kept));
            file.requireClosedQuotes();
            if (mapping.finalLineBreak()) {
                file.requireFinalLineBreak();
            }
        }
    }

    private static void copy(CsvFile file, ReceiptReader reader, KeptRows kept) throws IOException {
        SeenKeys ended = new SeenKeys();
        OpenReceipts open = new OpenReceipts(receipt -> ended.add(receipt.key()));
        int misfits = 0;
        CsvRow header = file.header();
        if (header != null) {
            kept.header(header);
        }
        for (CsvRow row = file.next(); row != null; row = file.next()) {
            kept.row(row, file.places());
            if (row.fits(file.places().width())) {
                String key = reader.keyOf(row);
                if (!open.has(key) && ended.has(key)) {
                    throw refusal(
                            "ROWS_NOT_GROUPED",
                            row,
                            "belongs to a receipt that ended " + OpenReceipts.MOST
                                    + " receipts earlier. Send the file sorted by receipt or by time.");
                }
                open.add(key, row, 0);
            } else if (++misfits > ReceiptReader.MOST_MISFITS) {
                throw refusal(
                        "WRONG_CELL_COUNT",
                        row,
                        "is one of more than " + ReceiptReader.MOST_MISFITS
                                + " with too few or too many cells. Is the separator right?");
            }
        }
        kept.flush();
    }

    private static Refusal refusal(String code, CsvRow row, String why) {
        return new Refusal(code, "The row in line " + row.line() + " " + why, null, Map.of("line", row.line()));
    }

    @Override
    public void read(String source, InputStream kept, Consumer<Reading> transactions) throws IOException {
        CsvMapping mapping = mapping(source);
        try (CsvFile file = new CsvFile(mapping, CsvText.kept(kept), KeptRows.SEPARATOR)) {
            new ReceiptReader(mapping, file.places()).readAll(file, transactions);
        }
    }

    private CsvMapping mapping(String source) {
        CsvMapping mapping = mappings.get(source);
        if (mapping == null) {
            throw new Refusal(
                    "NO_MAPPING",
                    "The source " + source + " has no mapping any more; set noren.pos.csv." + source
                            + ", then read the document again.");
        }
        return mapping;
    }
}
