/**
 * The code on the shelf: the QR codes that carry it; in {@code gs1} the words that it is written in, in {@code resolver}
 * what answers a scan, in {@code label} what hangs on the shelf.
 */
@NullMarked
package io.noren.integration.qr;

import org.jspecify.annotations.NullMarked;
