package io.noren.integration.screens;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Money;
import io.noren.loyalty.offer.Benefit;
import io.noren.loyalty.offer.Conditions;
import io.noren.loyalty.offer.Offer;
import io.noren.loyalty.offer.Stacking;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An offer as it is typed: what the common kinds need. What the form does not show (weekdays, hours, how it goes with
 * others) stays as it is.
 *
 * @param version that was read; 0 for a new offer
 * @param together what so many pieces cost together, instead of {@code pay}
 * @param prices one step of a tier price on each line: quantity and unit price
 * @param items SKUs, one on each line, as {@code categories}
 */
record OfferForm(
        @Nullable String id,
        @Nullable Long version,
        Benefit.@Nullable Kind kind,
        @Nullable String nameJa,
        @Nullable String nameEn,
        @Nullable String currency,
        @Nullable String percent,
        @Nullable String amount,
        @Nullable Boolean each,
        @Nullable String take,
        @Nullable String pay,
        @Nullable String together,
        @Nullable String prices,
        @Nullable String factor,
        @Nullable String items,
        @Nullable String categories,
        @Nullable List<Channel> channels,
        @Nullable List<String> locations,
        @Nullable List<String> tiers,
        @Nullable Boolean members,
        @Nullable Boolean birthday,
        @Nullable String minimum,
        @Nullable String from,
        @Nullable String until,
        @Nullable String perMember,
        @Nullable Boolean byCoupon) {

    private static final Pattern BETWEEN = Pattern.compile("[\\s,、]+");
    private static final Pattern ROWS = Pattern.compile("[\\r\\n]+");
    private static final Pattern LINES = Pattern.compile("[\\r\\n,、]+");
    private static final String YEN = "JPY";

    OfferForm {
        kind = kind == null ? Benefit.Kind.PERCENTAGE : kind;
    }

    static OfferForm empty(Benefit.Kind kind) {
        return new OfferForm(
                "", 0L, kind, "", "", YEN, "", "", false, "", "", "", "", "", "", "", List.of(), List.of(), List.of(),
                false, false, "", "", "", "", false);
    }

    static OfferForm of(Offer.Versioned stored, ZoneId zone) {
        Offer offer = stored.offer();
        Benefit benefit = offer.benefit();
        Conditions asked = offer.conditions();
        return new OfferForm(
                offer.id(),
                stored.version(),
                benefit.kind(),
                offer.name().ja(),
                offer.name().en(),
                currency(benefit, asked),
                typed(benefit.percent()),
                typed(benefit.amount()),
                Boolean.TRUE.equals(benefit.each()),
                typed(benefit.take()),
                typed(benefit.pay()),
                typed(benefit.price()),
                benefit.prices() == null
                        ? ""
                        : benefit.prices().stream()
                                .map(step -> typed(step.from()) + " " + typed(step.unitPrice()))
                                .collect(Collectors.joining("\n")),
                typed(benefit.factor()),
                String.join("\n", asked.items()),
                String.join("\n", asked.categories()),
                asked.channels(),
                asked.locations(),
                asked.tiers(),
                Boolean.TRUE.equals(asked.members()),
                Boolean.TRUE.equals(asked.birthdayMonth()),
                typed(asked.minimum()),
                offer.from() == null ? "" : TypedTime.of(offer.from(), zone),
                offer.until() == null ? "" : TypedTime.of(offer.until(), zone),
                typed(offer.perMember()),
                Boolean.TRUE.equals(offer.byCoupon()));
    }

    /**
     * The offer that is meant.
     *
     * @param present the one that is changed; null for a new one
     * @throws io.noren.inventory.Refusal {@code BAD_NUMBER}, {@code BAD_TIME} with the field
     * @throws io.noren.loyalty.Refusal what the offer's own checks say
     */
    Offer toOffer(String path, @Nullable Offer present, ZoneId zone) {
        Conditions before = present == null ? Conditions.none() : present.conditions();
        return new Offer(
                path,
                new io.noren.loyalty.offer.Words(said(nameJa), said(nameEn)),
                benefit(),
                new Conditions(
                        lines(items),
                        lines(categories),
                        Objects.requireNonNullElse(channels, List.of()),
                        Objects.requireNonNullElse(locations, List.of()),
                        Objects.requireNonNullElse(tiers, List.of()),
                        ticked(members),
                        ticked(birthday),
                        before.weekdays(),
                        before.fromTime(),
                        before.untilTime(),
                        money(minimum, "minimum")),
                present == null ? Stacking.none() : present.stacking(),
                time(from, present == null ? null : present.from(), zone, "from"),
                time(until, present == null ? null : present.until(), zone, "until"),
                whole(perMember, "perMember"),
                ticked(byCoupon),
                present == null ? null : present.offlineCap());
    }

    private Benefit benefit() {
        Benefit.Kind of = Objects.requireNonNullElse(kind, Benefit.Kind.PERCENTAGE);
        return switch (of) {
            case PERCENTAGE -> new Benefit(of, number(percent, "percent"), null, null, null, null, null, null, null);
            case AMOUNT -> new Benefit(of, null, money(amount, "amount"), ticked(each), null, null, null, null, null);
            case MULTI_BUY ->
                new Benefit(
                        of,
                        null,
                        null,
                        null,
                        whole(take, "take"),
                        whole(pay, "pay"),
                        money(together, "together"),
                        null,
                        null);
            case TIER_PRICE -> new Benefit(of, null, null, null, null, null, null, steps(), null);
            case POINTS_MULTIPLIER ->
                new Benefit(of, null, null, null, null, null, null, null, number(factor, "factor"));
        };
    }

    private List<Benefit.PriceFrom> steps() {
        List<Benefit.PriceFrom> steps = new ArrayList<>();
        for (String line : ROWS.splitAsStream(said(prices)).toList()) {
            if (!line.isBlank()) {
                List<String> parts = BETWEEN.splitAsStream(line.strip()).toList();
                BigDecimal quantity = number(parts.get(0), "prices");
                Money price = money(parts.size() == 2 ? parts.get(1) : "?", "prices");
                if (quantity != null && price != null) {
                    steps.add(new Benefit.PriceFrom(quantity, price));
                }
            }
        }
        return steps;
    }

    /** What was stored to the second stays so, as long as its minute is what the form shows. */
    private static @Nullable Instant time(
            @Nullable String typed, @Nullable Instant present, ZoneId zone, String field) {
        return present != null && TypedTime.of(present, zone).equals(typed)
                ? present
                : TypedTime.read(typed, zone, field);
    }

    private @Nullable Money money(@Nullable String typed, String field) {
        BigDecimal much = number(typed, field);
        String in = said(currency).isEmpty() ? YEN : said(currency);
        return much == null ? null : new Money(much, in);
    }

    private static @Nullable BigDecimal number(@Nullable String typed, String field) {
        String text = said(typed).replace(",", "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException unreadable) {
            throw Wrong.typed("BAD_NUMBER", field, text);
        }
    }

    private static @Nullable Integer whole(@Nullable String typed, String field) {
        String text = said(typed);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException unreadable) {
            throw Wrong.typed("BAD_NUMBER", field, text);
        }
    }

    private static List<String> lines(@Nullable String typed) {
        return LINES.splitAsStream(said(typed))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }

    private static @Nullable Boolean ticked(@Nullable Boolean box) {
        return Boolean.TRUE.equals(box) ? true : null;
    }

    private static String said(@Nullable String typed) {
        return typed == null ? "" : typed.strip();
    }

    private static String typed(@Nullable Object number) {
        if (number instanceof Money money) {
            return money.amount().toPlainString();
        } else if (number instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return number == null ? "" : number.toString();
    }

    private static String currency(Benefit benefit, Conditions asked) {
        if (benefit.amount() != null) {
            return benefit.amount().currency();
        } else if (benefit.price() != null) {
            return benefit.price().currency();
        } else if (benefit.prices() != null && !benefit.prices().isEmpty()) {
            return benefit.prices().get(0).unitPrice().currency();
        }
        return asked.minimum() == null ? YEN : asked.minimum().currency();
    }
}
