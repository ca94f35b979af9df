/**
 * When a store has a pickup order ready, and how many it can prepare: its terms, its slots, and whether it takes orders at
 * all.
 *
 * <p>Owns, in schema {@code inventory}: pickup_terms, pickup_pause, pickup_slot.
 */
@NullMarked
package io.noren.inventory.pickup.promise;

import org.jspecify.annotations.NullMarked;
