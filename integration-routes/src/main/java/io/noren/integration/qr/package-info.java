/**
 * The code on the shelf: GS1 Digital Links, the QR codes that carry them, and the resolver that answers a scan. An
 * edge: it draws and redirects, and owns no rule and no table. Labels have a package of their own below.
 */
@NullMarked
package io.noren.integration.qr;

import org.jspecify.annotations.NullMarked;
