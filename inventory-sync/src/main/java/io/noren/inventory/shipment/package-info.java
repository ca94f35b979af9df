/**
 * Goods on their way to a location: transfers from another one, and what suppliers deliver. In between they lie on no
 * shelf and are told as incoming.
 *
 * <p>Owns, in schema {@code inventory}: shipment, shipment_line, shipment_receipt, shipment_receipt_line,
 * shipment_discrepancy.
 */
@NullMarked
package io.noren.inventory.shipment;

import org.jspecify.annotations.NullMarked;
