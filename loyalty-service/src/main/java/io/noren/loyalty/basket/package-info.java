/**
 * What customers have chosen and not bought yet. A basket that was begun on one channel is gone on with on another: by the
 * phone that has its key, by whoever is told its code in a store, or by the member whose it is.
 *
 * <p>Owns in schema {@code loyalty}: basket, basket_key, basket_line.
 */
@NullMarked
package io.noren.loyalty.basket;

import org.jspecify.annotations.NullMarked;
