/**
 * Offers, quotes and coupons: what a basket costs a customer and earns them, the same on every channel, with the reason
 * for each.
 *
 * <p>Owns, in schema {@code loyalty}: offer, offer_version, offer_book_version, offer_use, quote_acceptance,
 * coupon_issue, coupon, coupon_step, coupon_offline_use, coupon_conflict.
 */
@NullMarked
package io.noren.loyalty.offer;

import org.jspecify.annotations.NullMarked;
