package io.noren.inventory;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a cell is said to hold.
 *
 * @param onHand the sum of all movements; negative when a till sold what the books did not have
 * @param reserved promised by holds
 * @param committed promised to orders
 * @param unavailable on hand but not for sale: damaged, in quality control, on display
 * @param incoming on its way here, not on hand
 */
record LevelNumbers(
        BigDecimal onHand, BigDecimal reserved, BigDecimal committed, BigDecimal unavailable, BigDecimal incoming) {

    LevelNumbers {
        onHand = Quantities.plain(onHand);
        reserved = Quantities.plain(reserved);
        committed = Quantities.plain(committed);
        unavailable = Quantities.plain(unavailable);
        incoming = Quantities.plain(incoming);
    }

    /** As a row of the ledger says what it led to. */
    static LevelNumbers after(ResultSet movement) throws SQLException {
        return new LevelNumbers(
                movement.getBigDecimal("on_hand_after"),
                movement.getBigDecimal("reserved_after"),
                movement.getBigDecimal("committed_after"),
                movement.getBigDecimal("unavailable_after"),
                movement.getBigDecimal("incoming_after"));
    }

    /** What nobody was promised yet and may be sold; never below zero. */
    BigDecimal available() {
        return Quantities.plain(onHand.subtract(reserved)
                .subtract(committed)
                .subtract(unavailable)
                .max(BigDecimal.ZERO));
    }
}
