package io.noren.pos;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What makes a till transaction one and the same, however often and by whichever door it comes in: the identity of
 * ARTS POSLog (store, business day, workstation, sequence number) within the source that sent it.
 *
 * @param source the till system, as configured with us
 * @param location the store, as our locations are named
 * @param businessDay the store's trading day, not the calendar's: a sale after midnight still belongs to the day before
 * @param workstation the till within the store
 * @param sequenceNumber counts up per till and business day, control transactions included
 * @param revision null for what the till told first; a number for what a person's decision between two tellings made of
 *     it: odd ones take the telling before back, even ones tell the other
 */
public record TransactionKey(
        String source,
        String location,
        LocalDate businessDay,
        String workstation,
        long sequenceNumber,
        @Nullable Integer revision) {

    public TransactionKey(
            String source, String location, LocalDate businessDay, String workstation, long sequenceNumber) {
        this(source, location, businessDay, workstation, sequenceNumber, null);
    }

    /** @param number 0 for what the till told first */
    TransactionKey revised(int number) {
        return new TransactionKey(
                source, location, businessDay, workstation, sequenceNumber, number == 0 ? null : number);
    }

    /** The key as one text, for document references and idempotency keys: {@code ncr/9/2017-09-30/34/161}. */
    public String asText() {
        String told = source + "/" + location + "/" + businessDay + "/" + workstation + "/" + sequenceNumber;
        return revision == null ? told : told + "/" + revision;
    }
}
