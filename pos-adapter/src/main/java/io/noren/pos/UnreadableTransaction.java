package io.noren.pos;

import org.jspecify.annotations.Nullable;

/**
 * A transaction that is well-formed but says something that we will not guess at; it is parked for a person.
 *
 * @param place the line at which the transaction begins
 * @param key null when the key itself is what cannot be read
 * @param fault what is wrong, with the line where
 */
public record UnreadableTransaction(int place, @Nullable ToldKey key, Fault fault) implements Reading {}
