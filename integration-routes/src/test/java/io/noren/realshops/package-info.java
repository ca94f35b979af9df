/** Shops as their makers ship them, for tests and benchmarks beside the real ones. */
@NullMarked
package io.noren.realshops;

import org.jspecify.annotations.NullMarked;
