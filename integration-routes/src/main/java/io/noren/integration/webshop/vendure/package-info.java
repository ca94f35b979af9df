/**
 * Vendure, by its Admin GraphQL API.
 *
 * <p><b>Which number is sent.</b> Vendure keeps {@code stockOnHand} and {@code stockAllocated} for a variant at a stock
 * location and offers the difference. A paid order allocates, its fulfilment lowers both. So it is sent what may still be
 * promised plus what is promised to its own orders, of these at most as many as it has allocated at that moment (read just
 * before writing): see {@link io.noren.integration.webshop.StockNumber#inShop}.
 *
 * <p><b>Orders.</b> Placed orders are asked for twice a second, by {@code updatedAt} and by {@code orderPlacedAt}, because
 * placing one does not touch the first. Neither does a fulfilment, so orders that goods are kept for are looked at every
 * few seconds. A plugin in the shop may signal at {@code /hooks/webshops/{id}/orders}, see {@link
 * io.noren.integration.webshop.NewsSignal}. What has left are the lines of fulfilments from state Pending on, which is when
 * Vendure takes them off its stock.
 */
@NullMarked
package io.noren.integration.webshop.vendure;

import org.jspecify.annotations.NullMarked;
