/** WooCommerce's words and ours: REST v3 and its webhooks. No tables. */
@NullMarked
package io.noren.integration.webshop.woocommerce;

import org.jspecify.annotations.NullMarked;
