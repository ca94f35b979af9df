package io.noren.loyalty.offer;

/**
 * Why a price, an offer or a number of points is as it is.
 *
 * @param code stable, upper case with underscores
 */
public record Reason(String code, String ja, String en) {}
