/**
 * Medusa 2, by its Admin API.
 *
 * <p><b>Which number is sent.</b> Medusa keeps {@code stocked_quantity} for an inventory item at a stock location, makes
 * a reservation of its own when an order is placed, and offers the difference. At fulfilment it lowers both. So it is
 * sent what may still be promised plus what is promised to its own orders, of these at most as many as it has reserved at
 * that moment (read just before writing): see {@link io.noren.integration.webshop.StockNumber#inShop}. Sent without them,
 * an order would be taken off twice; sent without the look at its reservations, what it has shipped but we have not yet
 * heard of would be offered again.
 *
 * <p><b>Orders.</b> Medusa calls nobody by itself, so it is asked for orders by their {@code updated_at}, twice a second.
 * A subscriber in the shop may signal at {@code /hooks/webshops/{id}/orders}, see {@link
 * io.noren.integration.webshop.NewsSignal}. A line of a kit is one line here for each of its parts.
 */
@NullMarked
package io.noren.integration.webshop.medusa;

import org.jspecify.annotations.NullMarked;
