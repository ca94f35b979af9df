package io.noren.integration.webshop;

/**
 * A number that the shop is to have.
 *
 * @param location ours; {@link Webshop#ALL_LOCATIONS} where the shop has one number for all
 * @param place the shop's name of where; empty where it has no places
 * @param externalId from {@link ShopItem#externalId}
 */
public record StockTarget(String sku, String location, String place, String externalId, StockNumber number) {}
