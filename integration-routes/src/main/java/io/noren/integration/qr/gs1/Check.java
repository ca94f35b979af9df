package io.noren.integration.qr.gs1;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a part of a value must be beyond its length and characters, under the names that the table uses. */
enum Check {
    CHECK_DIGIT("check-digit", "has a check digit that does not fit.", CheckDigit::holdsFor),
    CHECK_PAIR("check-pair", "has check characters that do not fit.", CheckPair::holdsFor),
    PREFIX_AT_1("prefix@1", "does not begin with a company prefix.", text -> text.matches("[0-9]{4}.*")),
    PREFIX_AT_2("prefix@2", "does not hold a company prefix.", text -> text.matches("[0-9]{5}.*")),
    DATE("date", "is no date.", text -> isDate(century(text))),
    DATE_OR_MONTH("date-or-month", "is no date.", text -> isDate(century(text).replaceFirst("00$", "01"))),
    LONG_DATE("long-date", "is no date.", Check::isDate),
    TIME("time", "is no time of day.", "([01][0-9]|2[0-3])[0-5][0-9]"),
    HOUR("hour", "is no hour.", "[01][0-9]|2[0-3]"),
    MINUTE("minute", "is no minute.", "[0-5][0-9]"),
    SECOND("second", "is no second.", "[0-5][0-9]"),
    CURRENCY("currency", "names no currency of ISO 4217.", Lists.CURRENCIES::contains),
    COUNTRY("country", "names no country of ISO 3166.", Lists.COUNTRIES::contains),
    COUNTRY_OR_999(
            "country-or-999",
            "names no country of ISO 3166, nor 999.",
            text -> text.equals("999") || Lists.COUNTRIES.contains(text)),
    COUNTRY_LETTERS("country-letters", "names no country of ISO 3166.", Lists.LETTERS::contains),
    PERCENT("percent", "has a % without two hexadecimal digits.", "([^%]|%[0-9A-Fa-f]{2})*"),
    LATITUDE("latitude", "is beyond the poles.", text -> Long.parseLong(text) <= 1_800_000_000L),
    LONGITUDE("longitude", "is beyond the full circle.", text -> Long.parseLong(text) <= 3_600_000_000L),
    YES_NO("yes-no", "is neither 0 nor 1.", "[01]"),
    HYPHEN("hyphen", "is no hyphen.", "-"),
    IMPORTER_INDEX("importer-index", "has no importer index.", "[A-Za-z0-9_-]"),
    // The list of types grows by the year; what is kept to is their form.
    PACKAGE_TYPE("package-type", "has not the form of a package type.", "[0-9A-Z]{1,3}|X[0-9]{1,2}[A-Z0-9]?|[0-9]{4}"),
    MEDIUM("medium", "names no medium.", "0[1-9]|10|[89][0-9]"),
    SEX("sex", "is no code of ISO 5218.", "[0129]"),
    PLACE_OF_TOTAL("place-of-total", "is not one of so many.", text -> {
        return text.matches("[1-9]/[1-9]") && text.charAt(0) <= text.charAt(2);
    }),
    NOT_ZERO("not-zero", "is zero.", ".*[^0].*"),
    ZERO("zero", "is not zero.", "0"),
    NO_LEADING_ZERO("no-leading-zero", "begins with a zero.", "[^0].*|0"),
    HAS_LETTER("has-letter", "has nothing but digits.", ".*[^0-9].*"),
    WINDING("winding", "names no direction of winding.", "[019]"),
    PIECE_OF_TOTAL("piece-of-total", "is not one of so many pieces.", text -> {
        int piece = Integer.parseInt(text.substring(0, 2));
        return piece > 0 && piece <= Integer.parseInt(text.substring(2));
    }),
    IBAN("iban", "is no bank account.", Check::isIban),
    COUPON("coupon", "is no coupon of North America.", Coupon::isCoupon),
    POSITIVE_OFFER("positive-offer", "is no positive offer file coupon.", Coupon::isPositiveOffer);

    private final String name;
    private final String wrong;

    @SuppressWarnings("ImmutableEnumChecker") // only what is written above, which holds nothing
    private final Predicate<String> right;

    Check(String name, String wrong, String pattern) {
        this(name, wrong, text -> text.matches(pattern));
    }

    Check(String name, String wrong, Predicate<String> right) {
        this.name = name;
        this.wrong = wrong;
        this.right = right;
    }

    static Check named(String name) {
        return Arrays.stream(values())
                .filter(check -> check.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no check is called " + name));
    }

    /** What is wrong with it; empty when nothing is. */
    Optional<String> of(String value) {
        return right.test(value) ? Optional.empty() : Optional.of(wrong);
    }

    /** Its years share their leap years with those that a two-digit year may stand for. */
    private static String century(String date) {
        return "20" + date;
    }

    private static boolean isDate(String date) {
        try {
            LocalDate.of(
                    Integer.parseInt(date.substring(0, 4)),
                    Integer.parseInt(date.substring(4, 6)),
                    Integer.parseInt(date.substring(6)));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** ISO 13616: country, two check digits, and the whole leaves 1 when divided by 97. */
    private static boolean isIban(String text) {
        if (!text.matches("[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")) {
            return false;
        }
        String country = text.substring(0, 2);
        String digits = (text.substring(4) + text.substring(0, 4))
                .chars()
                .mapToObj(each -> Integer.toString(Character.digit(each, 36)))
                .collect(Collectors.joining());
        return (Lists.LETTERS.contains(country) || country.equals("XK"))
                && new BigInteger(digits).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    /** Apart, because constants of an enum are made before its other fields. */
    private static final class Lists {
        private static final Set<String> LETTERS = Set.of(Locale.getISOCountries());
        private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
                .map(Currency::getNumericCodeAsString)
                .collect(Collectors.toSet());

        /** ISO 3166-1 in numbers, which Java does not know. */
        @SuppressWarnings("UnnecessaryParentheses") // the formatter wants them around a block of text
        private static final Set<String> COUNTRIES = Set.of(("""
                        004 008 010 012 016 020 024 028 031 032 036 040 044 048 050 051 052 056 060 064 068 070 072 074 076
                        084 086 090 092 096 100 104 108 112 116 120 124 132 136 140 144 148 152 156 158 162 166 170 174 175
                        178 180 184 188 191 192 196 203 204 208 212 214 218 222 226 231 232 233 234 238 239 242 246 248 250
                        254 258 260 262 266 268 270 275 276 288 292 296 300 304 308 312 316 320 324 328 332 334 336 340 344
                        348 352 356 360 364 368 372 376 380 384 388 392 398 400 404 408 410 414 417 418 422 426 428 430 434
                        438 440 442 446 450 454 458 462 466 470 474 478 480 484 492 496 498 499 500 504 508 512 516 520 524
                        528 531 533 534 535 540 548 554 558 562 566 570 574 578 580 581 583 584 585 586 591 598 600 604 608
                        612 616 620 624 626 630 634 638 642 643 646 652 654 659 660 662 663 666 670 674 678 682 686 688 690
                        694 702 703 704 705 706 710 716 724 728 729 732 740 744 748 752 756 760 762 764 768 772 776 780 784
                        788 792 795 796 798 800 804 807 818 826 831 832 833 834 840 850 854 858 860 862 876 882 887 894""").split("\\s+", -1));
    }
}
