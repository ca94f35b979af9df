/**
 * A small retailer to look at: five places, 300 items, 2,000 members, tills that sell at a human pace and a web shop
 * that listens. It calls Noren the way a till, a shop and store staff would, and only runs where {@code noren.demo} is
 * true. Owns no table.
 */
@NullMarked
package io.noren.integration.demo;

import org.jspecify.annotations.NullMarked;
