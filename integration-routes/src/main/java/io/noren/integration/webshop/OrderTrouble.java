package io.noren.integration.webshop;

import org.jspecify.annotations.Nullable;

/**
 * Why a line of an order could not be done as the shop says.
 *
 * @param code stable, upper case
 * @param reason in words for a person
 * @param waitsForSku an item whose appearance may end it
 */
public record OrderTrouble(
        String line, String code, String reason, @Nullable String waitsForSku) {}
