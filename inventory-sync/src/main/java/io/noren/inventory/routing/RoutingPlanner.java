package io.noren.inventory.routing;

import io.noren.inventory.Quantities;
import io.noren.inventory.routing.RoutingPlan.Part;
import io.noren.inventory.routing.RoutingPlan.Reason;
import io.noren.inventory.routing.RoutingPlan.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses by rules alone: the same rules and the same numbers give the same plan, today or when they are tried on last
 * month's choices.
 */
final class RoutingPlanner {
    /** What counts where nobody knows how far it is: farther than any two places on Earth. */
    static final BigDecimal FARTHEST_KM = new BigDecimal("20100");

    /** Of a thousand locations these, the cheapest, are tried together when none has all of it. */
    private static final int MOST_TRIED = 24;

    private static final int METRES = 3;

    private RoutingPlanner() {}

    /** A candidate with what it costs. */
    private record Judged(RoutingCandidate candidate, Verdict verdict) {
        BigDecimal cost() {
            return verdict.cost();
        }

        boolean hasAll(Map<String, BigDecimal> basket) {
            return basket.entrySet().stream()
                    .allMatch(wanted -> candidate.of(wanted.getKey()).compareTo(wanted.getValue()) >= 0);
        }

        boolean hasSome(Map<String, BigDecimal> basket) {
            return basket.keySet().stream().anyMatch(sku -> candidate.of(sku).signum() > 0);
        }
    }

    /** @param basket quantities by SKU, above 0 */
    static RoutingPlan plan(RoutingRules rules, Map<String, BigDecimal> basket, List<RoutingCandidate> candidates) {
        List<Judged> judged = candidates.stream()
                .map(candidate -> judge(rules, basket, candidate))
                .sorted(Comparator.comparing(Judged::cost)
                        .thenComparing(each -> each.candidate().location()))
                .toList();
        List<Judged> possible = judged.stream()
                .filter(each -> each.candidate().ships() && each.hasSome(basket))
                .toList();
        List<Judged> chosen = possible.stream()
                .filter(each -> each.hasAll(basket))
                .findFirst()
                .map(List::of)
                .orElseGet(() -> together(possible.stream().limit(MOST_TRIED).toList(), basket, rules.splitLimit()));
        Map<String, BigDecimal> open = new TreeMap<>(basket);
        List<Part> parts = chosen.stream().map(each -> part(each, open)).toList();
        return new RoutingPlan(
                parts,
                judged.stream().map(each -> verdict(each, chosen, basket)).toList());
    }

    private static Judged judge(RoutingRules rules, Map<String, BigDecimal> basket, RoutingCandidate candidate) {
        Long metres = candidate.metres();
        BigDecimal km = metres == null ? null : BigDecimal.valueOf(metres, METRES);
        BigDecimal left = basket.entrySet().stream()
                .map(wanted -> candidate.of(wanted.getKey()).subtract(wanted.getValue()))
                .min(Comparator.naturalOrder())
                .orElse(BigDecimal.ZERO);
        BigDecimal distance = rules.distance().multiply(km == null ? FARTHEST_KM : km);
        // What it has too little of is no merit, and no fault either: it is judged by whether it has enough.
        BigDecimal stock = rules.stock().multiply(left.max(BigDecimal.ZERO)).negate();
        BigDecimal load = rules.load().multiply(BigDecimal.valueOf(candidate.openOrders()));
        return new Judged(
                candidate,
                new Verdict(
                        candidate.location(),
                        Reason.CHOSEN,
                        km == null ? null : Quantities.plain(km),
                        Quantities.plain(left),
                        candidate.openOrders(),
                        rounded(distance),
                        rounded(stock),
                        rounded(load),
                        rounded(distance.add(stock).add(load)),
                        null));
    }

    private static BigDecimal rounded(BigDecimal cost) {
        return Quantities.plain(cost.setScale(METRES, RoundingMode.HALF_UP));
    }

    /** The fewest that have all of it together; of those with as many, the ones that cost least. */
    private static List<Judged> together(List<Judged> possible, Map<String, BigDecimal> basket, int splitLimit) {
        for (int size = 2; size <= Math.min(splitLimit, possible.size()); size++) {
            Best best = new Best(basket, size);
            best.search(possible, 0, new ArrayList<>());
            if (best.found != null) {
                return best.found;
            }
        }
        return List.of();
    }

    /** The cheapest of all sets of a size that have the whole basket. */
    private static final class Best {
        private final Map<String, BigDecimal> basket;
        private final int size;
        private @Nullable List<Judged> found;
        private BigDecimal cost = BigDecimal.ZERO;

        Best(Map<String, BigDecimal> basket, int size) {
            this.basket = basket;
            this.size = size;
        }

        void search(List<Judged> possible, int from, List<Judged> taken) {
            if (taken.size() == size) {
                BigDecimal sum = taken.stream().map(Judged::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
                if (haveAll(taken) && (found == null || sum.compareTo(cost) < 0)) {
                    found = List.copyOf(taken);
                    cost = sum;
                }
                return;
            }
            for (int next = from; next <= possible.size() - (size - taken.size()); next++) {
                taken.add(possible.get(next));
                search(possible, next + 1, taken);
                taken.remove(taken.size() - 1);
            }
        }

        private boolean haveAll(List<Judged> some) {
            return basket.entrySet().stream()
                    .allMatch(wanted -> some.stream()
                                    .map(each -> each.candidate().of(wanted.getKey()))
                                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                                    .compareTo(wanted.getValue())
                            >= 0);
        }
    }

    /** The cheaper ones give what they have; the others the rest. */
    private static Part part(Judged from, Map<String, BigDecimal> open) {
        Map<String, BigDecimal> goods = new TreeMap<>();
        open.replaceAll((sku, wanted) -> {
            BigDecimal given = from.candidate().of(sku).min(wanted).max(BigDecimal.ZERO);
            if (given.signum() > 0) {
                goods.put(sku, Quantities.plain(given));
            }
            return wanted.subtract(given);
        });
        return new Part(from.candidate().location(), goods);
    }

    private static Verdict verdict(Judged judged, List<Judged> chosen, Map<String, BigDecimal> basket) {
        Set<String> locations =
                chosen.stream().map(each -> each.candidate().location()).collect(Collectors.toSet());
        Verdict before = judged.verdict();
        Reason reason;
        if (locations.contains(before.location())) {
            reason = Reason.CHOSEN;
        } else if (!judged.candidate().ships()) {
            reason = Reason.DOES_NOT_SHIP;
        } else if (!judged.hasSome(basket)) {
            reason = Reason.HAS_NOTHING;
        } else if (chosen.isEmpty()) {
            reason = Reason.SPLIT_LIMIT;
        } else if (chosen.size() == 1 && !judged.hasAll(basket)) {
            reason = Reason.HAS_TOO_LITTLE;
        } else {
            reason = Reason.COSTS_MORE;
        }
        Optional<BigDecimal> dearest = chosen.stream().map(Judged::cost).max(Comparator.naturalOrder());
        BigDecimal behind = reason == Reason.COSTS_MORE
                ? dearest.map(cost -> Quantities.plain(before.cost().subtract(cost)))
                        .orElse(null)
                : null;
        return new Verdict(
                before.location(),
                reason,
                before.km(),
                before.left(),
                before.openOrders(),
                before.distanceCost(),
                before.stockCost(),
                before.loadCost(),
                before.cost(),
                behind);
    }
}
