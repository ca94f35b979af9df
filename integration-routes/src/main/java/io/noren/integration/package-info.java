/**
 * The hub: the only place that knows tills, stock and members at once. Owns the schema {@code integration}: outbox,
 * parked, webhook_subscription, webhook_delivery, api_key, staff, idempotent_request.
 */
@NullMarked
package io.noren.integration;

import org.jspecify.annotations.NullMarked;
