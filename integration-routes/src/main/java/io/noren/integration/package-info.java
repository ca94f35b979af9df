/**
 * The hub: the only place that knows tills, stock and members at once. Owns the schema {@code integration}: outbox,
 * parked, webhook_subscription, webhook_delivery, api_key, staff, idempotent_request, item_link_list, item_link, shelf_code, shelf_scan.
 */
@NullMarked
package io.noren.integration;

import org.jspecify.annotations.NullMarked;
