package io.noren.integration.webshop;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as its shop tells it now; nothing about whose it is.
 *
 * @param id the shop's own, stable
 * @param number what the shop's people call it
 * @param placedAt by the shop's clock; what had left of an order from before the shop was connected is not booked
 * @param changedAt by the shop's clock; what is older than was heard before is passed over
 */
public record ShopOrder(
        String id, String number, Status status, Instant placedAt, Instant changedAt, List<Line> lines) {

    public ShopOrder {
        lines = List.copyOf(lines);
    }

    ShopOrder with(List<Line> others) {
        return new ShopOrder(id, number, status, placedAt, changedAt, others);
    }

    /** {@code CANCELLED}: whatever has not left is free again. */
    public enum Status {
        OPEN,
        CANCELLED,
        FULFILLED
    }

    /**
     * @param line the shop's own name of it, stable within the order
     * @param place where the shop sells it from, in its own words; null when it does not say
     * @param quantity wanted now: less what was cancelled or taken back before it left
     * @param fulfilled how much of that has left
     * @param parts null where the line is of this SKU and nothing else
     */
    public record Line(
            String line,
            String sku,
            @Nullable String place,
            BigDecimal quantity,
            BigDecimal fulfilled,
            @Nullable Parts parts) {

        public Line(String line, String sku, @Nullable String place, BigDecimal quantity, BigDecimal fulfilled) {
            this(line, sku, place, quantity, fulfilled, null);
        }

        /** The name of one part of a line that may have several: for ever the same, whatever else it has. */
        public static String partName(String line, String sku) {
            return partsName(line) + sku;
        }

        static String partsName(String line) {
            return line + "/";
        }

        /** How much is still to be kept. */
        BigDecimal open(Status of) {
            return of == Status.OPEN ? quantity.subtract(left(of)).max(BigDecimal.ZERO) : BigDecimal.ZERO;
        }

        /** How much has left. */
        BigDecimal left(Status of) {
            return of == Status.FULFILLED ? quantity : fulfilled;
        }
    }

    /** What is known of the parts of a line. */
    public enum Parts {
        /** The shop no longer says what the line was made of: it is made of what was kept for it. */
        AS_KEPT
    }
}
