package io.noren.integration.qr.label;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What one shelf label says.
 *
 * @param nameJa the item's Japanese name
 * @param nameEn its English name
 * @param price as the shopper pays it; null when the item has none
 * @param store the store's name
 * @param number the item's number, written out for when nothing can be scanned
 * @param barcode for scanners that read no QR codes; null when the item has no number that one could carry
 * @param link what the QR code carries
 */
record Label(
        String nameJa,
        String nameEn,
        @Nullable ShelfPrice price,
        String store,
        String number,
        @Nullable Barcode barcode,
        URI link) {}
