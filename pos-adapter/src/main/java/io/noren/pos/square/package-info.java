/** Square: its webhooks name orders; each order that is complete is one transaction. */
@NullMarked
package io.noren.pos.square;

import org.jspecify.annotations.NullMarked;
