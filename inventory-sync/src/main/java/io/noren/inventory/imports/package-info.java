/**
 * Files of stock: received whole, then worked on in chunks that any copy of the application can go on with.
 *
 * <p>Owns, in schema {@code inventory}: stock_import, stock_import_part, stock_import_rejection, staged_movement.
 */
@NullMarked
package io.noren.inventory.imports;

import org.jspecify.annotations.NullMarked;
