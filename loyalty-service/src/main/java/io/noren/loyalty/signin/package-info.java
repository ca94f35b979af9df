/**
 * How a member proves, by themselves, who they are and what is theirs: a one-time code goes to where they can be reached,
 * and what comes back lets them in or proves a further contact; a card is proven by its PIN, an app or a shop's account by
 * a code that is typed there.
 *
 * <p>Owns in schema {@code loyalty}: sign_in_key, sign_in_code, sign_in_step, card_pin, link_code, proof_try.
 */
@NullMarked
package io.noren.loyalty.signin;

import org.jspecify.annotations.NullMarked;
