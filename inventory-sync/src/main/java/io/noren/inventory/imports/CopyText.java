package io.noren.inventory.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Rows as PostgreSQL's {@code COPY} reads them: a line each, tabs between, {@code \N} for nothing. */
final class CopyText {

    static final String COLUMNS = "(line, key, digest, sku, location, quantity, reason, document, occurred_at)";

    private final StringBuilder text = new StringBuilder(1 << 16);
    private int rows;
    private long firstLine;

    void add(Row row) {
        text.append(row.line()).append('\t');
        cell(row.key());
        cell(row.digest() == null ? null : row.digest().toString());
        cell(row.sku());
        cell(row.location());
        text.append(row.quantity().toPlainString()).append('\t');
        text.append(row.reason()).append('\t');
        cell(row.document());
        text.append(row.occurredAt()).append('\n');
        if (rows++ == 0) {
            firstLine = row.line();
        }
    }

    int rows() {
        return rows;
    }

    /** The least line of the rows; lines rise. */
    long firstLine() {
        return firstLine;
    }

    byte[] bytes() {
        return text.toString().getBytes(UTF_8);
    }

    private void cell(@Nullable String value) {
        if (value == null) {
            text.append("\\N");
        } else {
            for (int i = 0; i < value.length(); i++) {
                char each = value.charAt(i);
                // Control characters do not come this far; the backslash is COPY's own.
                if (each == '\\') {
                    text.append('\\');
                }
                text.append(each);
            }
        }
        text.append('\t');
    }
}
