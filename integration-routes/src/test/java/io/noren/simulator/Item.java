package io.noren.simulator;

/** @param price of one, yen; a multiple of what one point takes, so that points add up whatever comes back in parts */
record Item(String sku, String gtin, int price) {}
