/** Comma-separated files as till systems write them, each read by its source's own mapping. */
@NullMarked
package io.noren.pos.csv;

import org.jspecify.annotations.NullMarked;
