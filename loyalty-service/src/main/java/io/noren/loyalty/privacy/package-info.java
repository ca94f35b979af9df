/**
 * What a member has a say in: whether and where they are reached, what is known about them, and that it is forgotten.
 *
 * <p>Owns in schema {@code loyalty}: consent_event, erasure, erasure_account, erasure_receipt,
 * erased_identifier, erased_identifier_salt.
 */
@NullMarked
package io.noren.loyalty.privacy;

import org.jspecify.annotations.NullMarked;
