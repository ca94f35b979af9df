package io.noren.pos.vendor;

import io.noren.pos.ItemCode;
import io.noren.pos.SoldLine;
import io.noren.pos.TillTransaction.Kind;
import io.noren.pos.dialect.ItemCodes;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of one transaction, as they are read. */
public final class VendorGoods {
    /** ISO 4217 for "no currency is involved". */
    public static final String NO_CURRENCY = "XXX";

    /** Neither control characters nor half of a letter. */
    private static final Pattern STORABLE = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]*");

    private final int place;
    private final List<SoldLine> sold = new ArrayList<>();
    private final List<SoldLine> returned = new ArrayList<>();

    /** @param place of the transaction in its document */
    public VendorGoods(int place) {
        this.place = place;
    }

    /**
     * What left the store, or came back if it is negative; nothing if it is zero.
     *
     * @param line its number within the transaction
     * @param quantity as the vendor wrote it
     * @param amount of either sign; null when the vendor gave none
     */
    public void add(
            int line,
            boolean leaves,
            List<ItemCodes.Told> told,
            String quantity,
            @Nullable String unit,
            @Nullable BigDecimal amount)
            throws Unreadable {
        BigDecimal number = TillWords.quantity(quantity, place);
        if (number.signum() == 0) {
            return;
        }
        List<ItemCode> codes = ItemCodes.of(told);
        if (codes.isEmpty()) {
            throw new Unreadable("UNIDENTIFIED_ITEM", "A line names no item: it has no code at all.", place);
        }
        for (ItemCode code : codes) {
            if (code.value().length() > ItemCodes.MAX_LENGTH
                    || !STORABLE.matcher(code.value()).matches()) {
                throw new Unreadable(
                        "UNREADABLE_CODE",
                        "A line's item code is longer than " + ItemCodes.MAX_LENGTH
                                + " characters, or has some that cannot be written.",
                        place);
            }
        }
        (leaves == number.signum() > 0 ? sold : returned)
                .add(new SoldLine(line, codes, number.abs(), unit, amount == null ? null : amount.abs()));
    }

    public List<SoldLine> sold() {
        return sold;
    }

    public List<SoldLine> returned() {
        return returned;
    }

    /** @param otherwise of a transaction without goods */
    public Kind kind(Kind otherwise) {
        if (sold.isEmpty() && returned.isEmpty()) {
            return otherwise;
        }
        return sold.isEmpty() ? Kind.RETURN : returned.isEmpty() ? Kind.SALE : Kind.MIXED;
    }
}
