package io.noren.inventory;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a retailer builds its restricted circulation numbers (GS1 General Specifications, sections 1.4.5 and 2.1.11): the
 * labels that a scale prints, for example. GS1 leaves it to each country and retailer, so it is a rule that somebody
 * writes down.
 *
 * @param source the till system whose numbers these are; null for every one's
 * @param pattern 13 or 8 characters: first the digits that all of these numbers begin with, 2 at least; then {@code I}
 *     for the item's number, {@code W} for its weight, {@code P} for its price, {@code X} for what does not matter, and
 *     at the end {@code C} for the number's check digit
 * @param weightDecimals how many of the weight's digits stand after the point, in the item's unit
 */
public record NumberRule(String id, @Nullable String source, String pattern, int weightDecimals) {

    /** Grams of an item that is sold by the kilogram. */
    public static final int GRAMS = 3;

    private static final Pattern SHAPE = Pattern.compile("(2|02|04)[0-9]{0,6}X*I+X*(W+|P+)?X*C?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /** A source's own rules before everyone's, the longest beginning first. */
    static final Comparator<NumberRule> MOST_SPECIAL_FIRST = Comparator.<NumberRule, Boolean>comparing(
                    rule -> rule.source() == null)
            .thenComparing(rule -> -rule.prefix().length())
            .thenComparing(NumberRule::id);

    /** Whether a rule can be written so. */
    static boolean isPattern(String pattern) {
        return (pattern.length() == 13 || pattern.length() == 8)
                && SHAPE.matcher(pattern).matches()
                && Character.isDigit(pattern.charAt(1));
    }

    /** What all of these numbers begin with. */
    public String prefix() {
        return pattern.substring(0, firstLetter());
    }

    /** What a number says by this rule; empty when it is not one of its numbers. */
    Optional<Label> read(String number) {
        if (number.length() != pattern.length()
                || !DIGITS.matcher(number).matches()
                || !number.startsWith(prefix())
                || (pattern.endsWith("C") && !Gs1Number.checks(number))) {
            return Optional.empty();
        }
        String weight = of('W', number);
        String price = of('P', number);
        return Optional.of(new Label(
                prefix() + of('I', number),
                of('I', number),
                weight.isEmpty() ? null : new BigDecimal(weight).movePointLeft(weightDecimals),
                price.isEmpty() ? null : new BigDecimal(price)));
    }

    private int firstLetter() {
        int at = 0;
        while (Character.isDigit(pattern.charAt(at))) {
            at++;
        }
        return at;
    }

    private String of(char letter, String number) {
        int first = pattern.indexOf(letter);
        return first < 0 ? "" : number.substring(first, pattern.lastIndexOf(letter) + 1);
    }

    /**
     * What a label says.
     *
     * @param number the item's, with what all numbers of the rule begin with: {@code 2612345}
     * @param plu the item's alone: {@code 12345}
     * @param weight of one piece, in the item's unit
     * @param price of one piece, in the currency's smallest unit
     */
    record Label(
            String number,
            String plu,
            @Nullable BigDecimal weight,
            @Nullable BigDecimal price) {}
}
