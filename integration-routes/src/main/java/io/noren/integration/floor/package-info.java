/**
 * What shoppers and staff do together on a store's floor: baskets that both can open, goods kept for half an hour, somebody
 * who is asked to come, and what others thought of an item.
 *
 * <p>Tables: staff_call, item_reviews.
 */
@NullMarked
package io.noren.integration.floor;

import org.jspecify.annotations.NullMarked;
