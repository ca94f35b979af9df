/**
 * Counts a location together: which cells, who counted what without knowing what the books say, how far it is from them,
 * and a person's word on it. What is approved goes into the books as counts.
 *
 * <p>Owns, in schema {@code inventory}: count_session, count_entry.
 */
@NullMarked
package io.noren.inventory.counting;

import org.jspecify.annotations.NullMarked;
