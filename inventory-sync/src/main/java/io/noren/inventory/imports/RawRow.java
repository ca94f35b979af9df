package io.noren.inventory.imports;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row as it stands in the file.
 *
 * @param line where it begins, the file's first line being 1
 * @param cells by column; a column that is missing or empty is absent
 * @param problem why it cannot even be taken apart, or null
 */
record RawRow(
        long line, Map<Column, String> cells, @Nullable Problem problem) {

    record Problem(String code, @Nullable String field, String detail) {}

    static RawRow of(long line, Map<Column, String> cells) {
        return new RawRow(line, cells, null);
    }

    static RawRow unreadable(long line, String code, String detail) {
        return new RawRow(line, Map.of(), new Problem(code, null, detail));
    }

    /** What a file may have, by mode. */
    enum Column {
        ID("id"),
        SKU("sku"),
        LOCATION("location"),
        DELTA("delta"),
        REASON("reason"),
        OCCURRED_AT("occurredAt"),
        DOCUMENT("document"),
        COUNTED("counted"),
        COUNTED_AT("countedAt");

        private final String title;

        Column(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        static List<Column> required(StockImport.Mode mode) {
            return mode == StockImport.Mode.MOVEMENTS
                    ? List.of(SKU, LOCATION, DELTA, REASON)
                    : List.of(SKU, LOCATION, COUNTED);
        }

        static List<Column> optional(StockImport.Mode mode) {
            return mode == StockImport.Mode.MOVEMENTS ? List.of(ID, OCCURRED_AT, DOCUMENT) : List.of(ID, COUNTED_AT);
        }

        static @Nullable Column titled(String title, StockImport.Mode mode) {
            for (Column column : values()) {
                if (column.title.equalsIgnoreCase(title)
                        && (required(mode).contains(column) || optional(mode).contains(column))) {
                    return column;
                }
            }
            return null;
        }
    }
}
