package io.noren.pos.csv;

import java.util.ArrayList;
import java.util.List;

/** The rows of one transaction, as they follow each other in the file. */
final class Receipt {
    /** The longest basket of a wholesaler is far below it. */
    static final int MAX_ROWS = 5_000;

    private final String key;
    private final List<CsvRow> rows = new ArrayList<>();
    private final List<CsvRow> misfits = new ArrayList<>();
    private boolean tooLong;

    Receipt(String key) {
        this.key = key;
    }

    boolean isOf(String other) {
        return key.equals(other);
    }

    void add(CsvRow row) {
        if (rows.size() < MAX_ROWS) {
            rows.add(row);
        } else {
            tooLong = true;
        }
    }

    /** A row in it, or beside it, of which nobody can tell what it says. */
    void addMisfit(CsvRow row) {
        misfits.add(row);
    }

    List<CsvRow> rows() {
        return rows;
    }

    List<CsvRow> misfits() {
        return misfits;
    }

    boolean isTooLong() {
        return tooLong;
    }
}
