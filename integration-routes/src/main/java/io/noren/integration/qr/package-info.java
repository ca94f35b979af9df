/**
 * The code on the shelf: GS1 Digital Links, the QR codes and labels that carry them, and the resolver that answers a
 * scan. An edge: it draws and redirects, and owns no rule and no table.
 */
@NullMarked
package io.noren.integration.qr;

import org.jspecify.annotations.NullMarked;
