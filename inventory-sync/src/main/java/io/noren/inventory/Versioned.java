package io.noren.inventory;

/**
 * A value and how many times it was replaced, for writers that must not overwrite what they have not seen.
 *
 * @param version starts at 1 and rises by one with every change
 */
public record Versioned<T>(T value, long version) {}
