/**
 * The code that a member shows at a till: signed, of this minute, and readable without a network.
 *
 * <p>Owns in schema {@code loyalty}: member_code_key.
 */
@NullMarked
package io.noren.loyalty.code;

import org.jspecify.annotations.NullMarked;
