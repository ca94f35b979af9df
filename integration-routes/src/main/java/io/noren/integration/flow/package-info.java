/** The product's table of contents: one class per flow, and nothing in it but moving and translating. */
@NullMarked
package io.noren.integration.flow;

import org.jspecify.annotations.NullMarked;
