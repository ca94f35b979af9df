package io.noren.pos.epcis;

import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** UN/CEFACT's units that goods of a shop come in, each in ours. */
enum Unit {
    EA(null, "1"),
    H87(null, "1"),
    KGM("KG", "1"),
    GRM("KG", "0.001"),
    LTR("L", "1"),
    MLT("L", "0.001"),
    MTR("M", "1"),
    CMT("M", "0.01");

    private final @Nullable String ours;
    private final BigDecimal factor;

    Unit(@Nullable String ours, String factor) {
        this.ours = ours;
        this.factor = new BigDecimal(factor);
    }

    /** @throws Unreadable {@code UNSUPPORTED_UNIT}: a quantity in another unit is another quantity */
    static Unit of(String told, int place) throws Unreadable {
        return told.isEmpty()
                ? EA
                : Arrays.stream(values())
                        .filter(unit -> unit.name().equals(told))
                        .findFirst()
                        .orElseThrow(() -> new Unreadable(
                                "UNSUPPORTED_UNIT",
                                "A quantity is in a unit that is not read here. Pieces have none; the others are "
                                        + Arrays.toString(values()) + ".",
                                place));
    }

    @Nullable
    String ours() {
        return ours;
    }

    /** In our unit, judged as what it is there. */
    BigDecimal converted(String told, int place) throws Unreadable {
        if (factor.compareTo(BigDecimal.ONE) == 0 || !TillWords.isDecimal(told)) {
            return TillWords.quantity(told, place);
        }
        return TillWords.quantity(
                TillWords.plain(new BigDecimal(told).multiply(factor)).toPlainString(), place);
    }
}
