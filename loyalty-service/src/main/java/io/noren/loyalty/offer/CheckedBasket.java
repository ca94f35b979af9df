package io.noren.loyalty.offer;

import io.noren.loyalty.Money;
import io.noren.loyalty.PlainText;
import io.noren.loyalty.Refusal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A basket that can be reckoned with: its lines in the order of their numbers, whatever order they came in, and amounts
 * in the currency's smallest coin.
 */
record CheckedBasket(
        Basket told,
        @Nullable String location,
        Instant at,
        String currency,
        int minorDigits,
        List<PricedLine> lines,
        List<String> coupons) {
    /** Most lines of a basket. */
    static final int MOST_LINES = 2_000;

    /** Most codes that are shown at once. */
    static final int MOST_COUPONS = 20;

    /** Of one line, in the smallest coin. */
    static final long HIGHEST_AMOUNT = 1_000_000_000_000L;

    /** Of all lines, in the smallest coin. */
    static final long HIGHEST_TOTAL = 100_000_000_000_000L;

    private static final int MOST_CATEGORIES = 20;
    private static final int LONGEST_CODE = 100;
    private static final int LONGEST_KEY = 200;
    private static final int QUANTITY_DECIMALS = 3;
    private static final int PRICE_DECIMALS = 4;
    private static final BigDecimal HIGHEST_QUANTITY = new BigDecimal(1_000_000);
    private static final int QUANTITY_DIGITS = 7;
    private static final Duration AHEAD = Duration.ofDays(366);

    static CheckedBasket of(Basket basket, Instant now) {
        if (basket.lines().isEmpty()) {
            throw Refusal.at("lines", "EMPTY_BASKET", "Give at least one line.");
        }
        if (basket.lines().size() > MOST_LINES) {
            throw Refusal.at("lines", "TOO_MANY_LINES", "A basket has at most " + MOST_LINES + " lines.");
        }
        String currency = basket.lines().get(0).unitPrice().currency();
        int minorDigits = Money.minorDigits(currency);
        Set<Integer> numbers = new HashSet<>();
        List<PricedLine> lines = new ArrayList<>(basket.lines().size());
        long total = 0;
        for (BasketLine line : basket.lines()) {
            if (!numbers.add(line.line())) {
                throw Refusal.at("lines.line", "LINE_TWICE", "Each line has a number of its own.");
            }
            PricedLine priced = priced(line, currency, minorDigits);
            total += priced.amount();
            lines.add(priced);
        }
        if (total > HIGHEST_TOTAL) {
            throw tooMuch();
        }
        lines.sort(Comparator.comparingInt(line -> line.told().line()));
        return new CheckedBasket(
                basket,
                PlainText.optional("location", basket.location(), LONGEST_KEY),
                time(basket.at(), now),
                currency,
                minorDigits,
                lines,
                coupons(basket.coupons()));
    }

    private static PricedLine priced(BasketLine line, String currency, int minorDigits) {
        String item = PlainText.required("lines.item", line.item(), LONGEST_CODE, "ITEM_REQUIRED");
        if (line.categories().size() > MOST_CATEGORIES) {
            throw Refusal.at("lines.categories", "TOO_MANY_CODES", "At most " + MOST_CATEGORIES + " can be named.");
        }
        List<String> categories = line.categories().stream()
                .map(code -> PlainText.required("lines.categories", code, LONGEST_CODE, "CODE_REQUIRED"))
                .toList();
        BigDecimal quantity = line.quantity().stripTrailingZeros();
        if (quantity.signum() <= 0
                || quantity.scale() > QUANTITY_DECIMALS
                || (long) quantity.precision() - quantity.scale() > QUANTITY_DIGITS
                || quantity.compareTo(HIGHEST_QUANTITY) > 0) {
            throw Refusal.at(
                    "lines.quantity",
                    "IMPLAUSIBLE_QUANTITY",
                    "A quantity is above 0, at most 1,000,000, with at most 3 decimals.");
        }
        if (!line.unitPrice().currency().equals(currency)) {
            throw Refusal.at("lines.unitPrice", "SEVERAL_CURRENCIES", "All lines of a basket have one currency.");
        }
        BigDecimal price = line.unitPrice().amount();
        if (price.signum() < 0 || price.scale() > PRICE_DECIMALS) {
            throw Refusal.at("lines.unitPrice", "IMPLAUSIBLE_PRICE", "A price is 0 or more, with at most 4 decimals.");
        }
        BigDecimal amount = price.multiply(quantity).movePointRight(minorDigits).setScale(0, RoundingMode.HALF_UP);
        if (amount.compareTo(BigDecimal.valueOf(HIGHEST_AMOUNT)) > 0) {
            throw tooMuch();
        }
        return new PricedLine(
                new BasketLine(line.line(), item, categories, quantity, line.unitPrice()),
                quantity,
                amount.longValueExact());
    }

    private static Refusal tooMuch() {
        return Refusal.at(
                "lines",
                "IMPLAUSIBLE_AMOUNT",
                "A line costs at most 1,000,000,000,000 of its currency's smallest coin, a basket a hundred times that.");
    }

    private static Instant time(@Nullable Instant told, Instant now) {
        if (told == null) {
            return now;
        }
        if (told.isBefore(now.minus(Offers.PAST)) || told.isAfter(now.plus(AHEAD))) {
            throw Refusal.at("at", "IMPLAUSIBLE_TIME", "A quote is for a time from 31 days ago to one year from now.");
        }
        return told.truncatedTo(ChronoUnit.MICROS);
    }

    /** Each once, and in an order that does not depend on the customer's. */
    private static List<String> coupons(List<String> told) {
        if (told.size() > MOST_COUPONS) {
            throw Refusal.at("coupons", "TOO_MANY_CODES", "At most " + MOST_COUPONS + " codes can be shown at once.");
        }
        Set<String> codes = new TreeSet<>();
        told.forEach(code -> codes.add(CouponCode.read(code)));
        return List.copyOf(codes);
    }

    long amount() {
        return lines.stream().mapToLong(PricedLine::amount).sum();
    }

    Money money(long coins) {
        return new Money(BigDecimal.valueOf(coins, minorDigits), currency);
    }
}
