/**
 * From where an order is sent home: rules that explain each choice, and can be tried on choices that were made.
 *
 * <p>Owns, in schema {@code inventory}: routing_rules, routing_choice.
 */
@NullMarked
package io.noren.inventory.routing;

import org.jspecify.annotations.NullMarked;
