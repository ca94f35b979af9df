/** The inventory over HTTP: items, locations, availability, stock, reservations and pickup. Owns no tables. */
@NullMarked
package io.noren.inventory.web;

import org.jspecify.annotations.NullMarked;
