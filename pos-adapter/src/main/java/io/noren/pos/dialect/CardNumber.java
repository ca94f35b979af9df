package io.noren.pos.dialect;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A loyalty card's number as tills write it, and what is padding in it. */
public final class CardNumber {
    /** Longer than any real one. */
    private static final int MAX_LENGTH = 64;

    private static final Pattern FILLED_UP = Pattern.compile("0+([0-9]*)");

    /** ISO/IEC 7812-1: an identification card's number has at most 19 digits. */
    private static final int LONGEST_CARD = 19;

    private CardNumber() {}

    /**
     * The card as the till read it, except that a number of more than 19 digits is a filled-up field and loses its
     * leading zeros. In a shorter one a leading zero may belong to the number, so it stays.
     *
     * @return null when there is none
     */
    public static @Nullable String read(String text) {
        String card = text.strip();
        if (card.length() > LONGEST_CARD) {
            var filled = FILLED_UP.matcher(card);
            card = filled.matches() ? filled.group(1) : card;
        }
        boolean nothing = card.chars().allMatch(c -> c == '0');
        return nothing || card.length() > MAX_LENGTH ? null : card;
    }
}
