/**
 * How personal data is kept: sealed with a key of each member, which is destroyed when they are forgotten. Whoever has a
 * copy of the rows and not that key reads nothing.
 *
 * <p>Owns in schema {@code loyalty}: master_key_check, member_key.
 */
@NullMarked
package io.noren.loyalty.personal;

import org.jspecify.annotations.NullMarked;
