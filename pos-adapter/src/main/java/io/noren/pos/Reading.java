package io.noren.pos;

import org.jspecify.annotations.Nullable;

/** One transaction of a document as a dialect's reader understood it, or the reason why it could not. */
public sealed interface Reading permits TillTransaction, UnreadableTransaction {
    /** The line in the document at which the transaction begins. */
    int place();

    /** Null when the key itself cannot be read. */
    @Nullable
    ToldKey key();
}
