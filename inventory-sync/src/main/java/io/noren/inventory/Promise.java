package io.noren.inventory;

import java.math.BigDecimal;

/** So much of an item at a location, promised or to be promised. */
public record Promise(String sku, String location, BigDecimal quantity) {

    Cell cell() {
        return new Cell(sku, location);
    }
}
