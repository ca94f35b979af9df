/** Knows how many there are, who holds them, and hands them over. */
@NullMarked
package io.noren.inventory;

import org.jspecify.annotations.NullMarked;
