/**
 * Knows how many there are, who holds them, and hands them over.
 *
 * <p>Owns, in schema {@code inventory}: item, item_code, bundle_role, bundle_part, number_rule, location,
 * location_feed, movement_key, stock_movement,
 * stock_opening, closed_partition, stock_level, stock_count, count_sheet, held_change, audit_progress, audit_difference,
 * stock_repair, count_task, shelf_place.
 */
@NullMarked
package io.noren.inventory;

import org.jspecify.annotations.NullMarked;
