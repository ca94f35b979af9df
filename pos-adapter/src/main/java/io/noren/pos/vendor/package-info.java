/**
 * What all cloud till systems have in common: webhooks that are believed for their signature, and a feed that is asked
 * for what they did not tell. Owns the tables {@code pos.webhook_id}, {@code pos.vendor_errand} and
 * {@code pos.vendor_feed}.
 */
@NullMarked
package io.noren.pos.vendor;

import org.jspecify.annotations.NullMarked;
