/** The live board's stream. */
@NullMarked
package io.noren.integration.board;

import org.jspecify.annotations.NullMarked;
