/** Turns what tills send into facts, and facts into what tills understand. */
@NullMarked
package io.noren.pos;

import org.jspecify.annotations.NullMarked;
