/** Health, metrics and what is printed when the hub is up. */
@NullMarked
package io.noren.integration.operations;

import org.jspecify.annotations.NullMarked;
