/** GS1 EPCIS 2.0: what happened to goods, event by event; as far as it is of stock, each is one transaction. */
@NullMarked
package io.noren.pos.epcis;

import org.jspecify.annotations.NullMarked;
