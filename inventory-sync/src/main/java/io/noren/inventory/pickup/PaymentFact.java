package io.noren.inventory.pickup;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the shop tells of an order's payment. Nothing follows from it here: who takes money, and when, is the shop's.
 *
 * @param key the shop's; with the order it names this fact for ever
 * @param amount above 0, in the currency's main unit
 * @param currency ISO 4217
 * @param at when it happened
 * @param reference the payment provider's or the shop's own number of it
 */
public record PaymentFact(
        String key,
        Kind kind,
        BigDecimal amount,
        String currency,
        Instant at,
        @Nullable String reference) {

    /** What became of the money. */
    public enum Kind {
        /** It is set aside for the shop. */
        AUTHORISED,
        /** The shop has it. */
        CAPTURED,
        /** The customer has it again. */
        REFUNDED
    }
}
