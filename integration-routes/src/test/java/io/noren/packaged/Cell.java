package io.noren.packaged;

import java.util.Comparator;

/** One item at one location. */
public record Cell(String sku, String location) implements Comparable<Cell> {
    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::location).thenComparing(Cell::sku);

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }
}
