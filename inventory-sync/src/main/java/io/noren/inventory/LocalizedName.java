package io.noren.inventory;

import org.jspecify.annotations.Nullable;

/** What shoppers and staff read, in Japanese and English; at least one of the two. */
public record LocalizedName(@Nullable String ja, @Nullable String en) {}
