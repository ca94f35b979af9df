package io.noren.pos;

import java.time.LocalDate;

/**
 * A transaction's identity in the till's own words: its store code is not yet one of our locations.
 *
 * @param storeCode the store as its till system calls it
 */
public record ToldKey(String storeCode, LocalDate businessDay, String workstation, long sequenceNumber) {

    TransactionKey at(String source, String location) {
        return new TransactionKey(source, location, businessDay, workstation, sequenceNumber);
    }
}
