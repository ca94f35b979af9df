package io.noren.inventory;

import java.math.BigDecimal;

/** So much of an item at a location, promised or to be promised. */
public record Promise(String sku, String location, BigDecimal quantity) {

    public boolean isAtSameCell(Promise other) {
        return cell().equals(other.cell());
    }

    Cell cell() {
        return new Cell(sku, location);
    }
}
