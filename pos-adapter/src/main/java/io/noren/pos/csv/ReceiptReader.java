package io.noren.pos.csv;

import io.noren.pos.Fault;
import io.noren.pos.Reading;
import io.noren.pos.ToldKey;
import io.noren.pos.UnreadableTransaction;
import io.noren.pos.dialect.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts rows together to receipts. A row that has too few or too many cells says nothing that could be relied on, not
 * even to which receipt it belongs: none that it stands in or beside is read.
 */
final class ReceiptReader {
    /** A file with more of them is no file of this mapping, and was refused. */
    static final int MOST_MISFITS = 1_000;

    private static final char BETWEEN = '\u001f';

    private final ReceiptInterpreter interpreter;
    private final Places places;
    private final Times times;

    ReceiptReader(CsvMapping mapping, Places places) {
        this.interpreter = new ReceiptInterpreter(mapping, places);
        this.places = places;
        this.times = new Times(mapping, places);
    }

    /** What the rows of one receipt have in common; it is compared, not shown. */
    String keyOf(CsvRow row) {
        return places.of(Field.STORE, row)
                + BETWEEN
                + places.of(Field.TILL, row)
                + BETWEEN
                + times.dayAsText(row)
                + BETWEEN
                + places.of(Field.NUMBER, row)
                + BETWEEN
                + places.of(Field.ID, row);
    }

    void readAll(CsvFile file, Consumer<Reading> transactions) {
        List<Misfit> misfits = new ArrayList<>();
        OpenReceipts open = new OpenReceipts(receipt -> transactions.accept(reading(receipt, misfits)));
        int readable = 0;
        for (CsvRow row = file.next(); row != null; row = file.next()) {
            if (row.fits(places.width())) {
                open.add(keyOf(row), row, readable++);
            } else if (misfits.size() < MOST_MISFITS) {
                misfits.add(new Misfit(row, readable));
            }
        }
        if (readable == 0) {
            misfits.forEach(misfit ->
                    transactions.accept(new UnreadableTransaction(misfit.row().line(), null, fault(misfit.row()))));
        }
        open.closeAll();
    }

    /** @param after so many readable rows */
    private record Misfit(CsvRow row, int after) {}

    private Reading reading(Receipt receipt, List<Misfit> misfits) {
        CsvRow first = receipt.rows().get(0);
        ToldKey key = null;
        try {
            key = interpreter.key(first);
            for (Misfit misfit : misfits) {
                if (receipt.mayHave(misfit.after())) {
                    return new UnreadableTransaction(first.line(), key, fault(misfit.row()));
                }
            }
            if (receipt.isTooLong()) {
                throw new Unreadable(
                        "TOO_MANY_LINES",
                        "The transaction has more than " + Receipt.MAX_ROWS + " lines.",
                        first.line());
            }
            return interpreter.transaction(receipt, key);
        } catch (Unreadable e) {
            return new UnreadableTransaction(first.line(), key, e.fault());
        }
    }

    private Fault fault(CsvRow row) {
        return new Fault(
                "WRONG_CELL_COUNT",
                "The row in line " + row.line() + " has " + row.cells().size() + " cells instead of " + places.width()
                        + ", so the receipts beside it are not certain either. Send the file again with the row mended:"
                        + " what is recorded already is not recorded twice.",
                row.line());
    }
}
