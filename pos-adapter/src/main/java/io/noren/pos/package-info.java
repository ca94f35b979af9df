/**
 * Turns what tills send into facts, and facts into what tills understand. Owns the tables {@code pos.document},
 * {@code pos.document_part}, {@code pos.till_transaction}, {@code pos.till_day}, {@code pos.given_up_number},
 * {@code pos.rejected_telling}, {@code pos.post_void} and
 * {@code pos.parked_transaction}.
 */
@NullMarked
package io.noren.pos;

import org.jspecify.annotations.NullMarked;
