package io.noren.pos.csv;

import io.noren.pos.Fault;
import io.noren.pos.Reading;
import io.noren.pos.ToldKey;
import io.noren.pos.UnreadableTransaction;
import io.noren.pos.dialect.Unreadable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts rows together to receipts. A row that has too few or too many cells says nothing that could be relied on, not
 * even to which receipt it belongs: the one it stands in is not read, nor are the two that it stands between.
 */
final class ReceiptReader {
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
        Receipt open = null;
        CsvRow misfit = null;
        for (CsvRow row = file.next(); row != null; row = file.next()) {
            if (!row.fits(places.width())) {
                misfit = row;
                if (open == null) {
                    transactions.accept(alone(row));
                } else {
                    open.addMisfit(row);
                }
                continue;
            }
            String key = keyOf(row);
            if (open == null || !open.isOf(key)) {
                tell(open, transactions);
                open = new Receipt(key);
                if (misfit != null) {
                    open.addMisfit(misfit);
                }
            }
            misfit = null;
            open.add(row);
        }
        tell(open, transactions);
    }

    private void tell(@Nullable Receipt receipt, Consumer<Reading> transactions) {
        if (receipt != null) {
            transactions.accept(reading(receipt));
        }
    }

    private Reading reading(Receipt receipt) {
        CsvRow first = receipt.rows().get(0);
        ToldKey key = null;
        try {
            key = interpreter.key(first);
            if (!receipt.misfits().isEmpty()) {
                return new UnreadableTransaction(
                        first.line(), key, misfit(receipt.misfits().get(0)));
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

    private Reading alone(CsvRow row) {
        return new UnreadableTransaction(row.line(), null, misfit(row));
    }

    private Fault misfit(CsvRow row) {
        return new Fault(
                "WRONG_CELL_COUNT",
                "The row in line " + row.line() + " has " + row.cells().size() + " cells instead of " + places.width()
                        + ", so the receipts beside it are not certain either. Send the file again with the row mended:"
                        + " what is recorded already is not recorded twice.",
                row.line());
    }
}
