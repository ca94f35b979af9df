/** Shopify's words and ours: the Admin GraphQL API of 2026-04. No tables. */
@NullMarked
package io.noren.integration.webshop.shopify;

import org.jspecify.annotations.NullMarked;
