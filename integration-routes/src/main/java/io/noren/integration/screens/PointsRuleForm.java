package io.noren.integration.screens;

import io.noren.integration.screens.TypedSpan.Unit;
import io.noren.loyalty.PointsPolicy;
import io.noren.loyalty.PointsRounding;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rules of points as they are typed, and the days whose purchases they are tried on.
 *
 * @param currency one for each of {@code amount}; a pair that is empty says nothing
 * @param waiting how long points cannot be spent yet
 * @param last how long points last; empty for ever
 * @param back how long points that come back last at least
 */
record PointsRuleForm(
        @Nullable List<String> currency,
        @Nullable List<String> amount,
        @Nullable PointsRounding rounding,
        @Nullable String waiting,
        @Nullable Unit waitUnit,
        @Nullable String last,
        @Nullable Unit lastUnit,
        @Nullable String back,
        @Nullable Unit backUnit,
        @Nullable String from,
        @Nullable String until) {

    /** One line of the form. */
    record Rate(String currency, String amount) {}

    static PointsRuleForm of(PointsPolicy policy, LocalDate from, LocalDate until) {
        List<String> currencies = new ArrayList<>(policy.pointsPer().keySet());
        List<String> amounts = new ArrayList<>(policy.pointsPer().values().stream()
                .map(BigDecimal::toPlainString)
                .toList());
        TypedSpan wait = TypedSpan.of(policy.pendingFor());
        TypedSpan last = TypedSpan.of(policy.expireAfter());
        TypedSpan back = TypedSpan.of(policy.givenBackLastFor());
        return new PointsRuleForm(
                currencies,
                amounts,
                policy.rounding(),
                wait.number(),
                wait.unit(),
                last.number(),
                last.unit(),
                back.number(),
                back.unit(),
                from.toString(),
                until.toString());
    }

    /** What was typed, and a line for one more currency. */
    List<Rate> rates() {
        List<Rate> rates = new ArrayList<>();
        List<String> currencies = Objects.requireNonNullElse(currency, List.of());
        List<String> amounts = Objects.requireNonNullElse(amount, List.of());
        for (int i = 0; i < Math.max(currencies.size(), amounts.size()); i++) {
            Rate rate = new Rate(at(currencies, i), at(amounts, i));
            if (!rate.currency().isEmpty() || !rate.amount().isEmpty()) {
                rates.add(rate);
            }
        }
        rates.add(new Rate("", ""));
        return rates;
    }

    private static String at(List<String> texts, int n) {
        return n < texts.size() ? texts.get(n).strip() : "";
    }

    /** @throws io.noren.inventory.Refusal {@code BAD_AMOUNT}, {@code BAD_SPAN} with the field */
    PointsPolicy toPolicy() {
        Map<String, BigDecimal> pointsPer = new LinkedHashMap<>();
        for (Rate rate : rates()) {
            if (!rate.currency().isEmpty() || !rate.amount().isEmpty()) {
                pointsPer.put(rate.currency().toUpperCase(Locale.ROOT), amount(rate.amount()));
            }
        }
        Period givenBack = span(back, backUnit).toPeriod("back");
        return new PointsPolicy(
                pointsPer,
                rounding == null ? PointsRounding.DOWN : rounding,
                span(waiting, waitUnit).toDuration("waiting"),
                span(last, lastUnit).toPeriod("last"),
                givenBack == null ? Period.ZERO : givenBack);
    }

    /** @throws io.noren.inventory.Refusal {@code BAD_DAY} with the field */
    @Nullable
    LocalDate firstDay() {
        return day(from, "from");
    }

    /** @throws io.noren.inventory.Refusal {@code BAD_DAY} with the field */
    @Nullable
    LocalDate lastDay() {
        return day(until, "until");
    }

    private static @Nullable LocalDate day(@Nullable String typed, String field) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(typed.strip());
        } catch (DateTimeException unreadable) {
            throw Wrong.typed("BAD_DAY", field, typed);
        }
    }

    private static BigDecimal amount(String typed) {
        try {
            return new BigDecimal(typed.replace(",", ""));
        } catch (NumberFormatException unreadable) {
            throw Wrong.typed("BAD_AMOUNT", "amount", typed);
        }
    }

    private static TypedSpan span(@Nullable String number, @Nullable Unit unit) {
        return new TypedSpan(number == null ? "" : number, unit == null ? Unit.DAYS : unit);
    }
}
