/**
 * Proof of whose goods these are: codes that are signed, work once and can be checked without a network, and what some
 * goods want besides.
 *
 * <p>Owns, in schema {@code inventory}: pickup_handover_code, pickup_code_key, handover_check.
 */
@NullMarked
package io.noren.inventory.pickup.handover;

import org.jspecify.annotations.NullMarked;
