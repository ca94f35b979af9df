/**
 * Promises with an owner and an end: held, committed, then fulfilled, released or expired, each resolved once.
 *
 * <p>Owns, in schema {@code inventory}: reservation, reservation_line.
 */
@NullMarked
package io.noren.inventory.reservation;

import org.jspecify.annotations.NullMarked;
