package io.noren.integration.qr;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What one shelf label says.
 *
 * @param nameJa the item's Japanese name
 * @param nameEn its English name
 * @param price as the shopper pays it, tax included, ready to print; absent when the item has none
 * @param store the store's name
 * @param gtin the item's number, also written out in digits for when nothing can be scanned
 * @param link what the QR code carries
 */
record Label(String nameJa, String nameEn, @Nullable String price, String store, Gtin gtin, URI link) {}
