/** Shopify POS: its webhooks name orders; what was sold and came back is asked for, agreement by agreement. */
@NullMarked
package io.noren.pos.shopify;

import org.jspecify.annotations.NullMarked;
