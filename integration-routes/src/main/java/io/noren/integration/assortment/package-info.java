/** What the members' side asks of the stockroom: which items receipts mean, and whether they can be had. Owns no table. */
@NullMarked
package io.noren.integration.assortment;

import org.jspecify.annotations.NullMarked;
