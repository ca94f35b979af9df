/**
 * The code on the shelf: the QR codes and labels that carry it, in {@code gs1} the words that it is written in, in {@code
 * resolver} what answers a scan.
 */
@NullMarked
package io.noren.integration.qr;

import org.jspecify.annotations.NullMarked;
