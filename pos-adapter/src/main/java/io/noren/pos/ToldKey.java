package io.noren.pos;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * A transaction's identity in the till's own words: its store code is not yet one of our locations.
 *
 * @param storeCode the store as its till system calls it
 * @param numbered whether the till counts its transactions up by one, so that a number that does not come is missed
 */
public record ToldKey(
        String storeCode, LocalDate businessDay, String workstation, long sequenceNumber, boolean numbered) {

    /** Of a till that numbers its transactions, as ARTS POSLog demands. */
    public ToldKey(String storeCode, LocalDate businessDay, String workstation, long sequenceNumber) {
        this(storeCode, businessDay, workstation, sequenceNumber, true);
    }

    /** Of a till system that knows its transactions by an id only: the number is made of the id. */
    public static ToldKey unnumbered(String storeCode, LocalDate businessDay, String workstation, String vendorId) {
        byte[] hash = Names.sha256().digest(vendorId.getBytes(StandardCharsets.UTF_8));
        return new ToldKey(
                storeCode, businessDay, workstation, ByteBuffer.wrap(hash).getLong() & Long.MAX_VALUE, false);
    }

    TransactionKey at(String source, String location) {
        return new TransactionKey(source, location, businessDay, workstation, sequenceNumber);
    }
}
