/** What every dialect's reader needs: a till's words for numbers, times and items, and voids taken off their lines. */
@NullMarked
package io.noren.pos.dialect;

import org.jspecify.annotations.NullMarked;
