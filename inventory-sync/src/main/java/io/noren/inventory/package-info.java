/**
 * Knows how many there are, who holds them, and hands them over.
 *
 * <p>Owns, in schema {@code inventory}: item, item_code, location, location_feed, movement_key, stock_movement,
 * stock_level.
 */
@NullMarked
package io.noren.inventory;

import org.jspecify.annotations.NullMarked;
