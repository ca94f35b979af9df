package io.noren.pos.csv;

import java.util.ArrayList;
import java.util.List;

/** The rows of one transaction, in the order of the file. */
final class Receipt {
    /** The longest basket of a wholesaler is far below it. */
    static final int MAX_ROWS = 5_000;

    private final String key;
    private final int first;
    private int last;
    private final List<CsvRow> rows = new ArrayList<>();
    private boolean tooLong;

    /** @param ordinal of its first row among the readable ones of the file */
    Receipt(String key, int ordinal) {
        this.key = key;
        this.first = ordinal;
    }

    String key() {
        return key;
    }

    void add(CsvRow row, int ordinal) {
        last = ordinal;
        if (rows.size() < MAX_ROWS) {
            rows.add(row);
        } else {
            tooLong = true;
        }
    }

    List<CsvRow> rows() {
        return rows;
    }

    boolean isTooLong() {
        return tooLong;
    }

    /** Whether a row may belong to it of which nobody can tell, after so many readable ones. */
    boolean mayHave(int ordinal) {
        return first <= ordinal && last >= ordinal - 1;
    }
}
