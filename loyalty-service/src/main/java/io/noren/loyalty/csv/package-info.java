/** Members that another system had, taken over from a file of rows: tried first, and each once. */
@NullMarked
package io.noren.loyalty.csv;

import org.jspecify.annotations.NullMarked;
