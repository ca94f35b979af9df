/**
 * Click-and-collect: from the order that keeps goods in one store to their handover against a one-time code.
 *
 * <p>Owns, in schema {@code inventory}: pickup_order, pickup_line, pickup_step, pickup_sold_at_till, pickup_rescue,
 * pickup_rescue_line, pickup_rescue_option, pickup_return, pickup_return_line, pickup_payment,
 * item_substitute.
 */
@NullMarked
package io.noren.inventory.pickup;

import org.jspecify.annotations.NullMarked;
