/**
 * The GS1-conformant resolver: where a code on a shelf leads to. Begin with {@link
 * io.noren.integration.qr.resolver.ShelfCodeResolver}. Owns of the schema {@code integration}: item_link_list, item_link,
 * shelf_code, shelf_scan.
 */
@NullMarked
package io.noren.integration.qr.resolver;

import org.jspecify.annotations.NullMarked;
