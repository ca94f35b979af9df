package io.noren.pos;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A till transaction could not become a fact and waits for a person. The document itself stays readable under its id,
 * and reading it again tries again.
 *
 * @param code stable, upper case, e.g. {@code UNKNOWN_LOCATION}, {@code TRANSACTION_CONFLICT}
 * @param reason what is wrong and what to do, in plain words, without personal data
 * @param place the line number in the document, null when the document has no lines
 * @param transaction the transaction's key as text, as far as it could be read
 * @param documentKept false for a refused file: it lies in the inbox to be mended, and there is nothing to read again
 */
public record TillTransactionParked(
        UUID id,
        UUID document,
        String source,
        String code,
        String reason,
        @Nullable Integer place,
        @Nullable String transaction,
        boolean documentKept,
        Instant parkedAt) {}
