/** Lightspeed Retail (X-Series): its webhooks name sales; each sale whose goods have left is one transaction. */
@NullMarked
package io.noren.pos.lightspeed;

import org.jspecify.annotations.NullMarked;
