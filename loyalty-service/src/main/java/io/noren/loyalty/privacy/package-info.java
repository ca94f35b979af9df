/**
 * What a member has a say in: whether and where they are reached, what is known about them, and that it is forgotten.
 *
 * <p>Owns in schema {@code loyalty}: consent_event.
 */
@NullMarked
package io.noren.loyalty.privacy;

import org.jspecify.annotations.NullMarked;
