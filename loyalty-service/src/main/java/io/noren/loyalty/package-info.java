/** Knows who the customer is on every channel. */
@NullMarked
package io.noren.loyalty;

import org.jspecify.annotations.NullMarked;
