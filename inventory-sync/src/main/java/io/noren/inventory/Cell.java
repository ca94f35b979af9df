package io.noren.inventory;

/** One item at one location: what a stock level is about. */
record Cell(String sku, String location) {}
