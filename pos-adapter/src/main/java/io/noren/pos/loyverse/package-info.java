/** Loyverse: its webhooks tell whole receipts; each receipt is one transaction. */
@NullMarked
package io.noren.pos.loyverse;

import org.jspecify.annotations.NullMarked;
