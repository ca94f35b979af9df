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
     * @param sku empty when the shop keeps no stock of it, or no longer
     * @param place where the shop sells it from, in its own words; null when it does not say
     * @param quantity wanted now: less what was cancelled or taken back before it left
     * @param fulfilled how much of that has left
     * @param parts what one piece of it is made of, if that is not just its SKU; empty when the shop does not say, or no
     *     longer: then it is made of what was booked for it
     */
    public record Line(
            String line,
            String sku,
            @Nullable String place,
            BigDecimal quantity,
            BigDecimal fulfilled,
            @Nullable List<Part> parts) {

        public Line {
            parts = parts == null ? null : List.copyOf(parts);
        }

        public Line(String line, String sku, @Nullable String place, BigDecimal quantity, BigDecimal fulfilled) {
            this(line, sku, place, quantity, fulfilled, null);
        }

        /** So much of it as is made of this part. Its name is for ever the same, whatever else the line is made of. */
        Line of(Part part) {
            return new Line(
                    partsName(line) + part.sku(),
                    part.sku(),
                    place,
                    quantity.multiply(part.each()),
                    fulfilled.multiply(part.each()));
        }

        /** What the names of all its parts begin with. */
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

    /**
     * Something that a line is made of.
     *
     * @param each how much of it one piece of the line has
     */
    public record Part(String sku, BigDecimal each) {}
}
