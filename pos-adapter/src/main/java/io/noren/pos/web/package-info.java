/** The till adapter over HTTP: documents in, what became of them, and which sequence numbers are missing. */
@NullMarked
package io.noren.pos.web;

import org.jspecify.annotations.NullMarked;
