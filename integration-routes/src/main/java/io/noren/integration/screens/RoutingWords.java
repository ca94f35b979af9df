package io.noren.integration.screens;

import io.noren.inventory.routing.RoutingChoice;
import io.noren.inventory.routing.RoutingPlan;
import io.noren.inventory.routing.RoutingPlan.Reason;
import io.noren.inventory.routing.RoutingReplays;
import io.noren.inventory.routing.RoutingRules;
import io.noren.inventory.routing.RoutingRulesBook;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads aloud by which rules orders are routed, what was chosen by them and why, and what others would have chosen. */
@Component
class RoutingWords {
    /** Of a thousand places nobody reads more. */
    private static final int VERDICTS = 6;

    private final TypedItems typed;
    private final StaffStores stores;
    private final Words words;

    RoutingWords(TypedItems typed, StaffStores stores, Words words) {
        this.typed = typed;
        this.stores = stores;
        this.words = words;
    }

    /** @param since from when on it was active; null when it never was */
    record Version(
            long number,
            RoutingRulesBook.State state,
            List<String> says,
            String by,
            String at,
            @Nullable String since) {}

    /** Why a place was chosen or not; {@code km} is null where nobody knows how far it is. */
    record Verdict(
            String place,
            boolean chosen,
            String why,
            @Nullable String km,
            String left,
            String orders,
            String cost) {}

    /** @param others of how many places no verdict is shown */
    record Choice(
            String at,
            @Nullable String reference,
            String channel,
            long rules,
            List<String> goods,
            List<String> parts,
            List<Verdict> verdicts,
            int others) {}

    /** One number before and after. */
    record Compared(String name, String before, String after) {}

    record Other(String at, @Nullable String reference, List<String> before, List<String> after) {}

    /** @param nothing whether nothing was chosen in that time */
    record Replay(
            boolean nothing,
            String choices,
            String same,
            List<Compared> sums,
            List<Compared> places,
            List<Other> others) {}

    Version version(RoutingRulesBook.Version version, Locale locale) {
        Instant activated = version.activatedAt();
        return new Version(
                version.version(),
                version.state(),
                says(version.rules(), locale),
                version.actor(),
                at(version.createdAt(), locale),
                activated == null ? null : at(activated, locale));
    }

    private List<String> says(RoutingRules rules, Locale locale) {
        List<String> says = new ArrayList<>();
        add(says, "stock.routing.says.distance", rules.distance(), locale);
        add(says, "stock.routing.says.stock", rules.stock(), locale);
        add(says, "stock.routing.says.load", rules.load(), locale);
        says.add(words.say(
                rules.splitLimit() == 1 ? "stock.routing.says.split.one" : "stock.routing.says.split",
                locale,
                rules.splitLimit()));
        return says;
    }

    private void add(List<String> says, String key, BigDecimal weight, Locale locale) {
        says.add(
                weight.signum() == 0 ? words.say(key + ".none", locale) : words.say(key, locale, Words.number(weight)));
    }

    Choice choice(RoutingChoice choice, Locale locale) {
        List<RoutingPlan.Verdict> verdicts = choice.plan().verdicts();
        return new Choice(
                at(choice.chosenAt(), locale),
                choice.reference(),
                choice.channel(),
                choice.rules(),
                goods(choice.basket(), locale),
                parts(choice.plan().parts(), locale),
                verdicts.stream()
                        .sorted(Comparator.comparing(each -> each.reason() != Reason.CHOSEN))
                        .limit(VERDICTS)
                        .map(each -> verdict(each, locale))
                        .toList(),
                Math.max(0, verdicts.size() - VERDICTS));
    }

    private Verdict verdict(RoutingPlan.Verdict verdict, Locale locale) {
        BigDecimal behind = verdict.behind();
        BigDecimal km = verdict.km();
        return new Verdict(
                stores.name(verdict.location()),
                verdict.reason() == Reason.CHOSEN,
                behind == null
                        ? words.say("stock.routing.reason." + verdict.reason(), locale)
                        : words.say("stock.routing.behind", locale, Words.number(behind)),
                km == null ? null : kilometres(km),
                Words.number(verdict.left()),
                String.valueOf(verdict.openOrders()),
                Words.number(verdict.cost()));
    }

    Replay replay(RoutingReplays.Replay replay, Locale locale) {
        RoutingReplays.Sums before = replay.before();
        RoutingReplays.Sums after = replay.after();
        return new Replay(
                replay.choices() == 0,
                count(replay.choices()),
                count(replay.same()),
                List.of(
                        compared("stock.routing.sum.sent", before.sent(), after.sent(), locale),
                        compared("stock.routing.sum.parcels", before.parcels(), after.parcels(), locale),
                        compared("stock.routing.sum.split", before.split(), after.split(), locale),
                        new Compared(
                                words.say("stock.routing.sum.km", locale),
                                kilometres(before.km()),
                                kilometres(after.km()))),
                places(before, after),
                replay.differences().stream()
                        .map(each -> new Other(
                                at(each.chosenAt(), locale),
                                each.reference(),
                                parts(each.before(), locale),
                                parts(each.after(), locale)))
                        .toList());
    }

    private Compared compared(String key, long before, long after, Locale locale) {
        return new Compared(words.say(key, locale), count(before), count(after));
    }

    private List<Compared> places(RoutingReplays.Sums before, RoutingReplays.Sums after) {
        Map<String, Long> then = byLocation(before);
        Map<String, Long> now = byLocation(after);
        Map<String, Compared> places = new TreeMap<>();
        then.keySet().forEach(id -> places.put(id, compared(id, then, now)));
        now.keySet().forEach(id -> places.put(id, compared(id, then, now)));
        return List.copyOf(places.values());
    }

    private Compared compared(String location, Map<String, Long> then, Map<String, Long> now) {
        return new Compared(
                stores.name(location), count(then.getOrDefault(location, 0L)), count(now.getOrDefault(location, 0L)));
    }

    private static Map<String, Long> byLocation(RoutingReplays.Sums sums) {
        return sums.byLocation().stream()
                .collect(Collectors.toMap(RoutingReplays.AtLocation::location, RoutingReplays.AtLocation::parcels));
    }

    /** A sentence for each parcel; one that says so where there is none. */
    private List<String> parts(List<RoutingPlan.Part> parts, Locale locale) {
        return parts.isEmpty()
                ? List.of(words.say("stock.routing.nowhere", locale))
                : parts.stream()
                        .map(part -> words.say(
                                "stock.routing.part",
                                locale,
                                stores.name(part.location()),
                                String.join(" · ", goods(part.goods(), locale))))
                        .toList();
    }

    private List<String> goods(Map<String, BigDecimal> goods, Locale locale) {
        return new TreeMap<>(goods)
                .entrySet().stream()
                        .map(each -> typed.name(each.getKey(), locale) + " × "
                                + typed.quantity(each.getValue(), each.getKey(), locale))
                        .toList();
    }

    private static String count(long number) {
        return Words.number(BigDecimal.valueOf(number));
    }

    /** Metres are more than anybody weighs. */
    private static String kilometres(BigDecimal km) {
        return Words.number(km.setScale(1, RoundingMode.HALF_UP)) + " km";
    }

    private String at(Instant when, Locale locale) {
        return Words.at(when, stores.zone(), locale);
    }
}
