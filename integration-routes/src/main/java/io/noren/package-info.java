/** Starts the application. */
@NullMarked
package io.noren;

import org.jspecify.annotations.NullMarked;
