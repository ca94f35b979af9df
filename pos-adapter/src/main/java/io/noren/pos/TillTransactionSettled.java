package io.noren.pos;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What waited for a person is in order: a later reading no longer found the fault, or what it waited for has come.
 *
 * @param code as in the {@link TillTransactionParked} that is settled, like the rest
 */
public record TillTransactionSettled(
        UUID id,
        UUID document,
        String code,
        @Nullable Integer place,
        @Nullable String transaction) {}
