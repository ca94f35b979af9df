package io.noren.pos.dialect;

import io.noren.pos.Plausibility;
import io.noren.pos.TillTime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A till's words for numbers, days and times, each read strictly or refused with a fault that does not quote it. */
public final class TillWords {
    /** No exponents: {@code 1E999999999} is a number too, and takes for ever. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,15}(\\.[0-9]{1,15})?");

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
    private static final Pattern DAY =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(T00:00:00(\\.0+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?");

    /** What may stand in a key: no slash, because it separates the key's parts. */
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}._:#-]([\\p{L}\\p{N} ._:#-]{0,58}[\\p{L}\\p{N}._:#-])?");

    private TillWords() {}

    public static String name(@Nullable String word, String what, int place) throws Unreadable {
        if (word == null || !NAME.matcher(word).matches()) {
            throw new Unreadable(
                    "UNREADABLE_KEY",
                    "The transaction has no usable " + what + " (1 to 60 letters, digits and . _ : # -);"
                            + " without it nobody can tell whether it came before.",
                    place);
        }
        return word;
    }

    public static long sequenceNumber(@Nullable String word, int place) throws Unreadable {
        if (word == null || !WHOLE.matcher(word).matches()) {
            throw new Unreadable(
                    "UNREADABLE_KEY",
                    "The transaction's sequence number is missing or not a whole number from 0.",
                    place);
        }
        return Long.parseLong(word);
    }

    public static LocalDate day(@Nullable String word, int place) throws Unreadable {
        Matcher day = DAY.matcher(word == null ? "" : word);
        if (day.matches()) {
            try {
                return LocalDate.parse(day.group(1));
            } catch (DateTimeException e) {
                // a 30th of February: refused below
            }
        }
        throw new Unreadable(
                "UNREADABLE_KEY", "The transaction's business day is missing or not a date (2026-04-01).", place);
    }

    /** xs:dateTime, with up to nine digits of a second and with or without a zone. */
    public static TillTime time(String word, int place) throws Unreadable {
        try {
            return TillTime.of(DateTimeFormatter.ISO_DATE_TIME.parse(word));
        } catch (DateTimeException e) {
            throw new Unreadable(
                    "UNREADABLE_TIME", "A time of the transaction is not ISO 8601 (2026-04-01T10:15:30+09:00).", place);
        }
    }

    /** Plain and without trailing zeros; its sign is not judged here. */
    public static BigDecimal quantity(String word, int place) throws Unreadable {
        if (!DECIMAL.matcher(word).matches()) {
            throw new Unreadable("UNREADABLE_QUANTITY", "A line's quantity is not a decimal number.", place);
        }
        BigDecimal quantity = plain(new BigDecimal(word));
        if (quantity.abs().compareTo(Plausibility.MOST_AT_ONCE) > 0) {
            throw new Unreadable(
                    "ABSURD_QUANTITY",
                    "A line's quantity is " + quantity.toPlainString() + "; more than "
                            + Plausibility.MOST_AT_ONCE.toPlainString() + " cannot be right.",
                    place);
        }
        if (quantity.scale() > Plausibility.QUANTITY_DECIMALS) {
            throw new Unreadable(
                    "QUANTITY_TOO_FINE",
                    "A line's quantity is " + quantity.toPlainString() + "; stock is kept to "
                            + Plausibility.QUANTITY_DECIMALS + " decimals.",
                    place);
        }
        return quantity;
    }

    /** Whether it can be read at all, as a quantity or an amount. */
    public static boolean isDecimal(String word) {
        return DECIMAL.matcher(word).matches();
    }

    public static BigDecimal amount(String word, int place) throws Unreadable {
        if (!DECIMAL.matcher(word).matches()) {
            throw new Unreadable("UNREADABLE_AMOUNT", "A line's amount is not a decimal number.", place);
        }
        return new BigDecimal(word);
    }

    public static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
