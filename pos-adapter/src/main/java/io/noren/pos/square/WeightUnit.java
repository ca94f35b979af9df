package io.noren.pos.square;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** By what Square weighs goods, and how tills call it. */
enum WeightUnit {
    METRIC_KILOGRAM("KG"),
    METRIC_GRAM("G"),
    IMPERIAL_POUND("LB"),
    IMPERIAL_WEIGHT_OUNCE("OZ");

    private final String ours;

    WeightUnit(String ours) {
        this.ours = ours;
    }

    /** Null for pieces, and for units that we have no name for. */
    static @Nullable String inOurs(String told) {
        return Arrays.stream(values())
                .filter(unit -> unit.name().equals(told))
                .map(unit -> unit.ours)
                .findFirst()
                .orElse(null);
    }
}
