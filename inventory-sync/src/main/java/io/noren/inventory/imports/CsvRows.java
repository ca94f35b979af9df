package io.noren.inventory.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.noren.inventory.Refusal;
import io.noren.inventory.imports.RawRow.Column;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Comma-separated values with a header, as RFC 4180 and spreadsheets write them. */
final class CsvRows implements RowSource {

    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private final List<Column> columns;

    CsvRows(Reader text, StockImport.Mode mode) {
        reader = CsvReader.builder()
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(1 << 20)
                .ofCsvRecord(text);
        records = reader.iterator();
        CsvRecord header = record();
        columns = header == null ? wrongHeader(List.of(), mode) : columns(header.getFields(), mode);
    }

    @Override
    public @Nullable RawRow next() {
        CsvRecord record = record();
        if (record == null) {
            return null;
        }
        long line = record.getStartingLineNumber();
        int count = record.getFieldCount();
        if (count != columns.size()) {
            return RawRow.unreadable(
                    line,
                    "WRONG_CELL_COUNT",
                    "The header has " + columns.size() + " columns, this row " + count
                            + ": is a comma or a quote missing?");
        }
        Map<Column, String> cells = new EnumMap<>(Column.class);
        for (int i = 0; i < count; i++) {
            String cell = record.getField(i).strip();
            if (!cell.isEmpty()) {
                cells.put(columns.get(i), cell);
            }
        }
        return RawRow.of(line, cells);
    }

    private @Nullable CsvRecord record() {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            Refusal broken = new Refusal(
                    "BROKEN_CSV", "The file cannot be taken apart into rows: a quote is probably never closed.");
            broken.initCause(e);
            throw broken;
        }
    }

    private static List<Column> columns(List<String> titles, StockImport.Mode mode) {
        List<Column> columns = new ArrayList<>();
        for (String title : titles) {
            Column column = Column.titled(title.strip(), mode);
            if (column == null || columns.contains(column)) {
                return wrongHeader(titles, mode);
            }
            columns.add(column);
        }
        return columns.containsAll(Column.required(mode)) ? columns : wrongHeader(titles, mode);
    }

    private static List<Column> wrongHeader(List<String> found, StockImport.Mode mode) {
        List<String> required =
                Column.required(mode).stream().map(Column::title).toList();
        List<String> optional =
                Column.optional(mode).stream().map(Column::title).toList();
        throw new Refusal(
                "WRONG_HEADER",
                "The first line names the columns, each once: " + String.join(",", required) + ", and if you like "
                        + String.join(",", optional) + ".",
                null,
                Map.of(
                        "expected",
                        required,
                        "optional",
                        optional,
                        "found",
                        found.stream().limit(20).toList()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
