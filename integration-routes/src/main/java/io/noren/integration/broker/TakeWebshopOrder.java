package io.noren.integration.broker;

import java.util.UUID;

/**
 * The errand to do what a web shop told of one of its orders.
 *
 * @param shop the connected shop's id
 * @param heard which news of the order it is; an older one than was done is passed over
 * @param order the order as JSON; no names or addresses
 */
public record TakeWebshopOrder(UUID id, String shop, long heard, String order) {}
