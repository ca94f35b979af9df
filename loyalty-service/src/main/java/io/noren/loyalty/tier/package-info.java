/**
 * Tiers: what members are called who buy much, from when and until when, as it follows from their purchases.
 *
 * <p>Owns in schema {@code loyalty}: tier, tier_standing, tier_change, tier_round.
 */
@NullMarked
package io.noren.loyalty.tier;

import org.jspecify.annotations.NullMarked;
