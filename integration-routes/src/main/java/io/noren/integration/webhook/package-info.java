/** Tells subscribers, web shops first, by signed webhooks. Tables: webhook_subscription, webhook_delivery. */
@NullMarked
package io.noren.integration.webhook;

import org.jspecify.annotations.NullMarked;
