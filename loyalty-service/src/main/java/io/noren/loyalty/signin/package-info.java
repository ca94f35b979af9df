/**
 * How a member signs in: a one-time code goes to where they can be reached, and what comes back lets them in.
 *
 * <p>Owns in schema {@code loyalty}: sign_in_key, sign_in_code, sign_in_step.
 */
@NullMarked
package io.noren.loyalty.signin;

import org.jspecify.annotations.NullMarked;
