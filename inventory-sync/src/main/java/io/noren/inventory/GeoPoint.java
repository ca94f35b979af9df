package io.noren.inventory;

/** WGS 84, in degrees. */
public record GeoPoint(double latitude, double longitude) {}
