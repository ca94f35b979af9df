package io.noren.loyalty.offer;

import io.noren.loyalty.Money;
import io.noren.loyalty.PlainText;
import io.noren.loyalty.Refusal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses an offer that could not be meant so, by the field that is wrong. */
final class OfferChecks {
    /** Of an offer's id, and of a stacking group's name. */
    static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,60}");

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_CODE = 100;
    private static final int MOST_CODES = 1_000;
    private static final int MOST_TOGETHER = 100;
    private static final int MOST_STEPS = 20;
    private static final int HIGHEST_PRIORITY = 1_000;
    private static final int MOST_USES = 1_000_000;
    private static final int PERCENT_DECIMALS = 2;
    private static final int QUANTITY_DECIMALS = 3;
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final BigDecimal HIGHEST_AMOUNT = new BigDecimal(1_000_000_000);

    private OfferChecks() {}

    /** The same with its names composed. */
    static Offer checked(Offer offer) {
        id(offer.id());
        Words name = new Words(
                PlainText.required("name.ja", offer.name().ja(), LONGEST_NAME, "OFFER_NAME_REQUIRED"),
                PlainText.required("name.en", offer.name().en(), LONGEST_NAME, "OFFER_NAME_REQUIRED"));
        benefit(offer.benefit());
        Conditions conditions = conditions(offer.conditions());
        stacking(offer.stacking());
        if (offer.from() != null && offer.until() != null && !offer.until().isAfter(offer.from())) {
            throw Refusal.at("until", "BAD_OFFER_TIME", "An offer ends after it begins.");
        }
        within("perMember", offer.perMember(), 1, MOST_USES);
        within("offlineCap", offer.offlineCap(), 0, MOST_USES);
        return new Offer(
                offer.id(),
                name,
                offer.benefit(),
                conditions,
                offer.stacking(),
                micros(offer.from()),
                micros(offer.until()),
                offer.perMember(),
                offer.byCoupon(),
                offer.offlineCap());
    }

    private static @Nullable Instant micros(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }

    static void id(String id) {
        if (!ID.matcher(id).matches()) {
            throw Refusal.at("id", "BAD_OFFER_ID", "An id has 1 to 60 letters, digits, dots, dashes, underscores.");
        }
    }

    private static void benefit(Benefit benefit) {
        if (benefit.kind() == null) {
            throw Refusal.at("benefit.kind", "BAD_BENEFIT", "Say which kind of benefit it is.");
        }
        boolean good = switch (benefit.kind()) {
            case PERCENTAGE -> isPercent(benefit.percent()) && only(benefit, 1);
            case AMOUNT ->
                isPayable(benefit.amount())
                        && isAboveZero(benefit.amount())
                        && only(benefit, benefit.each() == null ? 1 : 2);
            case MULTI_BUY -> isMultiBuy(benefit) && only(benefit, 2);
            case TIER_PRICE -> areSteps(benefit.prices()) && only(benefit, 1);
            case POINTS_MULTIPLIER -> isFactor(benefit.factor()) && only(benefit, 1);
        };
        if (!good) {
            throw Refusal.at(
                    "benefit",
                    "BAD_BENEFIT",
                    "Give what its kind asks for and nothing else: PERCENTAGE percent (above 0 to 100, 2 decimals);"
                            + " AMOUNT amount and, if so, each; MULTI_BUY take (2 to 100) and either pay (less than"
                            + " take) or price; TIER_PRICE prices (1 to 20, with rising quantities, in one currency);"
                            + " POINTS_MULTIPLIER factor (above 1 to 100, 2 decimals). Amounts in whole units of the"
                            + " smallest coin, up to 1,000,000,000.");
        }
    }

    private static boolean only(Benefit benefit, int fields) {
        int there = 0;
        for (Object field : new @Nullable Object[] {
            benefit.percent(),
            benefit.amount(),
            benefit.each(),
            benefit.take(),
            benefit.pay(),
            benefit.price(),
            benefit.prices(),
            benefit.factor()
        }) {
            there += field == null ? 0 : 1;
        }
        return there == fields;
    }

    private static boolean isPercent(@Nullable BigDecimal percent) {
        return percent != null
                && percent.signum() > 0
                && percent.compareTo(HUNDRED) <= 0
                && percent.scale() <= PERCENT_DECIMALS;
    }

    private static boolean isFactor(@Nullable BigDecimal factor) {
        return factor != null
                && factor.compareTo(BigDecimal.ONE) > 0
                && factor.compareTo(HUNDRED) <= 0
                && factor.scale() <= PERCENT_DECIMALS;
    }

    private static boolean isMultiBuy(Benefit benefit) {
        Integer take = benefit.take();
        Integer pay = benefit.pay();
        if (take == null || take < 2 || take > MOST_TOGETHER) {
            return false;
        }
        return pay == null ? isPayable(benefit.price()) : benefit.price() == null && pay >= 1 && pay < take;
    }

    private static boolean areSteps(@Nullable List<Benefit.PriceFrom> prices) {
        if (prices == null || prices.isEmpty() || prices.size() > MOST_STEPS) {
            return false;
        }
        BigDecimal before = BigDecimal.ZERO;
        Set<String> currencies = new HashSet<>();
        for (Benefit.PriceFrom step : prices) {
            if (step == null
                    || step.from() == null
                    || step.from().scale() > QUANTITY_DECIMALS
                    || step.from().compareTo(before) <= 0
                    || step.from().compareTo(HIGHEST_AMOUNT) > 0
                    || !isPayable(step.unitPrice())) {
                return false;
            }
            before = step.from();
            currencies.add(step.unitPrice().currency());
        }
        return currencies.size() == 1;
    }

    private static boolean isPayable(@Nullable Money money) {
        return money != null
                && money.amount().signum() >= 0
                && money.amount().compareTo(HIGHEST_AMOUNT) <= 0
                && money.amount().scale() <= Money.minorDigits(money.currency());
    }

    private static boolean isAboveZero(@Nullable Money money) {
        return money != null && money.amount().signum() > 0;
    }

    private static Conditions conditions(Conditions asked) {
        if ((asked.fromTime() == null) != (asked.untilTime() == null)
                || (asked.fromTime() != null && asked.fromTime().equals(asked.untilTime()))) {
            throw Refusal.at(
                    "conditions.fromTime", "BAD_OFFER_TIME", "Give both times of the day, not the same, or neither.");
        }
        if (asked.minimum() != null && !isPayable(asked.minimum())) {
            throw Refusal.at(
                    "conditions.minimum",
                    "BAD_MINIMUM",
                    "A minimum is 0 or more, in whole units of the smallest coin.");
        }
        return new Conditions(
                codes("conditions.items", asked.items()),
                codes("conditions.categories", asked.categories()),
                asked.channels(),
                codes("conditions.locations", asked.locations()),
                codes("conditions.tiers", asked.tiers()),
                asked.members(),
                asked.birthdayMonth(),
                asked.weekdays(),
                asked.fromTime(),
                asked.untilTime(),
                asked.minimum());
    }

    private static List<String> codes(String field, List<String> codes) {
        if (codes.size() > MOST_CODES) {
            throw Refusal.at(field, "TOO_MANY_CODES", "At most " + MOST_CODES + " can be named; use a category.");
        }
        return codes.stream()
                .map(code -> PlainText.required(field, code, LONGEST_CODE, "CODE_REQUIRED"))
                .toList();
    }

    private static void stacking(Stacking stacking) {
        within("stacking.priority", stacking.priority(), 0, HIGHEST_PRIORITY);
        if (stacking.group() != null && !ID.matcher(stacking.group()).matches()) {
            throw Refusal.at(
                    "stacking.group",
                    "BAD_OFFER_ID",
                    "A group has 1 to 60 letters, digits, dots, dashes, underscores.");
        }
    }

    private static void within(String field, @Nullable Integer number, int lowest, int highest) {
        if (number != null && (number < lowest || number > highest)) {
            throw Refusal.at(field, "NUMBER_OUT_OF_RANGE", "Give a number from " + lowest + " to " + highest + ".");
        }
    }
}
