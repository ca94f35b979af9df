/**
 * Click-and-collect: from the order that keeps goods in one store to their handover against a one-time code.
 *
 * <p>Owns, in schema {@code inventory}: pickup_order, pickup_line, pickup_step, pickup_sold_at_till.
 */
@NullMarked
package io.noren.inventory.pickup;

import org.jspecify.annotations.NullMarked;
