/**
 * Connected web shops: what each may sell is told to it, what it has sold is kept for it, and the two are compared.
 *
 * <p><b>A shop system</b> is a package below this one with a bean that is a {@link
 * io.noren.integration.webshop.ShopSystem} and makes {@link io.noren.integration.webshop.ConnectedShop}s, which translate:
 * its catalogue into {@link io.noren.integration.webshop.ShopItem}s, {@link io.noren.integration.webshop.StockTarget}s into
 * its requests, its orders into {@link io.noren.integration.webshop.ShopOrder}s, its signed messages into news. It calls
 * the shop through {@link io.noren.integration.webshop.ShopHttp}, which keeps the shop's pace and turns what goes wrong
 * into {@link io.noren.integration.webshop.ShopTrouble}. Everything else is here and the same for all.
 *
 * <p><b>Which number is sent.</b> A shop that keeps what is on the shelf and takes its orders off by itself (Medusa,
 * Vendure, Magento MSI, Shopify's "on hand") is sent what may be promised plus what is promised to its own orders: {@link
 * io.noren.integration.webshop.StockNumber#inShop}. One whose own number is less its orders already (WooCommerce, except
 * for orders on their way to payment) is sent what may be promised. So nothing is taken off twice.
 *
 * <p><b>The way out.</b> The flows {@code stock-to-webshop} and {@code import-to-webshop} mark rows of webshop_item; rules
 * mark them, too. A lane per shop takes its turn ({@code ShopTurns}), reads the present numbers and tells them.
 *
 * <p><b>The way in.</b> Orders that were asked for ({@code ShopOrders}) or came by themselves, at {@code
 * /hooks/webshops/{id}/{topic}}, go through {@code OrderIntake} and the flow {@code webshop-order-to-stock} to the {@code
 * OrderDesk}, which keeps goods for each line under the owner {@code webshop:{id}:{order}}. That changes what may be
 * promised, which marks the item for all shops, this one too: both sides end equal.
 *
 * <p>Tables: webshop, webshop_item, webshop_reconcile, webshop_order, webshop_order_piece,
 * webshop_order_part.
 */
@NullMarked
package io.noren.integration.webshop;

import org.jspecify.annotations.NullMarked;
