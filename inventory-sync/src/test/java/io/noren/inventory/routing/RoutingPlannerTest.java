package io.noren.inventory.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.inventory.routing.RoutingPlan.Part;
import io.noren.inventory.routing.RoutingPlan.Reason;
import io.noren.inventory.routing.RoutingPlan.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A customer in Tokyo wants two cups and a pot. */
class RoutingPlannerTest {
    private static final Map<String, BigDecimal> BASKET = goods("CUP", 2, "POT", 1);

    @Test
    void theNearestThatHasAllOfItSendsIt() {
        RoutingPlan plan = plan(
                rules("1", "0", "0", 1),
                at("osaka", 400_000L, 0, "CUP", 9, "POT", 9),
                at("tokyo", 5_000L, 0, "CUP", 2, "POT", 1),
                at("chiba", 30_000L, 0, "CUP", 9, "POT", 9));

        assertThat(plan.parts()).containsExactly(new Part("tokyo", BASKET));
        assertThat(plan.verdicts())
                .extracting(Verdict::location, Verdict::reason, Verdict::cost)
                .containsExactly(
                        tuple("tokyo", Reason.CHOSEN, number("5")),
                        tuple("chiba", Reason.COSTS_MORE, number("30")),
                        tuple("osaka", Reason.COSTS_MORE, number("400")));
        assertThat(plan.verdicts().get(1).behind()).isEqualByComparingTo("25");
    }

    @Test
    void whoHasManyLeftOrLittleToDoMayBeFartherAway() {
        List<RoutingCandidate> candidates =
                List.of(at("tokyo", 5_000L, 12, "CUP", 2, "POT", 1), at("chiba", 30_000L, 0, "CUP", 9, "POT", 9));

        assertThat(chosen(rules("1", "0", "2", 1), candidates)).containsExactly("tokyo");
        assertThat(chosen(rules("1", "0", "2.1", 1), candidates)).containsExactly("chiba");
        assertThat(chosen(rules("1", "3", "0", 1), candidates)).containsExactly("tokyo");
        assertThat(chosen(rules("1", "4", "0", 1), candidates))
                .as("7 left, of the cups")
                .containsExactly("chiba");
    }

    @Test
    void everyNumberThatACandidateWasJudgedByIsTold() {
        RoutingPlan plan = plan(rules("2", "3", "5", 1), at("tokyo", 5_500L, 4, "CUP", 6, "POT", 3));

        assertThat(plan.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.km()).isEqualByComparingTo("5.5");
            assertThat(verdict.left()).isEqualByComparingTo("2");
            assertThat(verdict.openOrders()).isEqualTo(4);
            assertThat(verdict.distanceCost()).isEqualByComparingTo("11");
            assertThat(verdict.stockCost()).isEqualByComparingTo("-6");
            assertThat(verdict.loadCost()).isEqualByComparingTo("20");
            assertThat(verdict.cost()).isEqualByComparingTo("25");
        });
    }

    @Test
    void whyTheOthersLostIsSaid() {
        RoutingPlan plan = plan(
                rules("1", "0", "0", 2),
                at("tokyo", 5_000L, 0, "CUP", 9, "POT", 9),
                at("nagoya", 1_000L, 0, "CUP", 1),
                at("sapporo", 2_000L, 0, "CUP", 0, "POT", 0),
                new RoutingCandidate("warehouse", false, 500L, goods("CUP", 99, "POT", 99), 0));

        assertThat(plan.verdicts())
                .extracting(Verdict::location, Verdict::reason)
                .containsExactly(
                        tuple("warehouse", Reason.DOES_NOT_SHIP),
                        tuple("nagoya", Reason.HAS_TOO_LITTLE),
                        tuple("sapporo", Reason.HAS_NOTHING),
                        tuple("tokyo", Reason.CHOSEN));
    }

    @Test
    void whereNobodyHasAllOfItTheFewestThatDoTogetherSendIt() {
        List<RoutingCandidate> candidates = List.of(
                at("tokyo", 1_000L, 0, "CUP", 1),
                at("chiba", 2_000L, 0, "CUP", 1),
                at("nagoya", 3_000L, 0, "POT", 1),
                at("osaka", 400_000L, 0, "CUP", 1, "POT", 1));

        assertThat(RoutingPlanner.plan(rules("1", "0", "0", 1), BASKET, candidates))
                .satisfies(alone -> {
                    assertThat(alone.parts()).isEmpty();
                    assertThat(alone.verdicts()).extracting(Verdict::reason).containsOnly(Reason.SPLIT_LIMIT);
                });
        assertThat(RoutingPlanner.plan(rules("1", "0", "0", 2), BASKET, candidates)
                        .parts())
                .containsExactly(new Part("tokyo", goods("CUP", 1)), new Part("osaka", goods("CUP", 1, "POT", 1)));
        assertThat(chosen(rules("1", "0", "0", 3), candidates))
                .as("two parcels, and not three shorter ones")
                .containsExactly("tokyo", "osaka");
    }

    @Test
    void whereNobodyKnowsHowFarItIsCountsAsFarthest() {
        List<RoutingCandidate> candidates =
                List.of(at("unknown", null, 0, "CUP", 9, "POT", 9), at("sapporo", 900_000L, 0, "CUP", 9, "POT", 9));

        assertThat(chosen(rules("1", "0", "0", 1), candidates)).containsExactly("sapporo");
        assertThat(chosen(rules("0", "0", "0", 1), candidates))
                .as("by name, then")
                .containsExactly("sapporo");
    }

    /** Against every way there is, on small cases; and the order in which candidates come must not matter. */
    @Test
    void noOtherChoiceIsBetterWhateverThereIs() {
        Random random = new Random(20261130);
        for (int n = 0; n < 400; n++) {
            RoutingRules rules = rules("1", "" + random.nextInt(3), "" + random.nextInt(3), 1 + random.nextInt(3));
            List<RoutingCandidate> candidates = new ArrayList<>();
            for (int c = 0; c < 6; c++) {
                candidates.add(new RoutingCandidate(
                        "location-" + c,
                        random.nextInt(5) > 0,
                        (long) random.nextInt(50_000),
                        goods("CUP", random.nextInt(4), "POT", random.nextInt(2)),
                        random.nextInt(5)));
            }
            RoutingPlan plan = RoutingPlanner.plan(rules, BASKET, candidates);
            Collections.shuffle(candidates, random);
            assertThat(RoutingPlanner.plan(rules, BASKET, candidates)).isEqualTo(plan);

            BestOf best = everyWay(plan, candidates, rules.splitLimit());
            assertThat(plan.parts()).hasSize(best.size());
            if (!plan.parts().isEmpty()) {
                assertThat(costOf(plan, locations(plan))).isEqualByComparingTo(best.cost());
                assertThat(sent(plan)).isEqualTo(BASKET);
            }
        }
    }

    private record BestOf(int size, BigDecimal cost) {}

    private static BestOf everyWay(RoutingPlan plan, List<RoutingCandidate> candidates, int splitLimit) {
        BestOf best = new BestOf(0, BigDecimal.ZERO);
        for (int set = 1; set < 1 << candidates.size(); set++) {
            Set<String> chosen = new HashSet<>();
            Map<String, BigDecimal> have = new TreeMap<>();
            boolean allowed = true;
            for (int c = 0; c < candidates.size(); c++) {
                if ((set & (1 << c)) != 0) {
                    RoutingCandidate candidate = candidates.get(c);
                    allowed &= candidate.ships();
                    chosen.add(candidate.location());
                    candidate.promisable().forEach((sku, quantity) -> have.merge(sku, quantity, BigDecimal::add));
                }
            }
            boolean enough = BASKET.entrySet().stream()
                    .allMatch(wanted ->
                            have.getOrDefault(wanted.getKey(), BigDecimal.ZERO).compareTo(wanted.getValue()) >= 0);
            if (allowed && enough && chosen.size() <= splitLimit) {
                BigDecimal cost = costOf(plan, chosen);
                boolean fewer = best.size() == 0 || chosen.size() < best.size();
                if (fewer || (chosen.size() == best.size() && cost.compareTo(best.cost()) < 0)) {
                    best = new BestOf(chosen.size(), cost);
                }
            }
        }
        return best;
    }

    private static BigDecimal costOf(RoutingPlan plan, Set<String> locations) {
        return plan.verdicts().stream()
                .filter(verdict -> locations.contains(verdict.location()))
                .map(Verdict::cost)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Map<String, BigDecimal> sent(RoutingPlan plan) {
        Map<String, BigDecimal> sent = new TreeMap<>();
        plan.parts()
                .forEach(part -> part.goods().forEach((sku, quantity) -> sent.merge(sku, quantity, BigDecimal::add)));
        return sent;
    }

    private static Set<String> locations(RoutingPlan plan) {
        Set<String> locations = new HashSet<>();
        plan.parts().forEach(part -> locations.add(part.location()));
        return locations;
    }

    private static List<String> chosen(RoutingRules rules, List<RoutingCandidate> candidates) {
        return RoutingPlanner.plan(rules, BASKET, candidates).parts().stream()
                .map(Part::location)
                .toList();
    }

    private static RoutingPlan plan(RoutingRules rules, RoutingCandidate... candidates) {
        return RoutingPlanner.plan(rules, BASKET, List.of(candidates));
    }

    private static RoutingRules rules(String distance, String stock, String load, int splitLimit) {
        return new RoutingRules(number(distance), number(stock), number(load), splitLimit);
    }

    private static RoutingCandidate at(String location, @Nullable Long metres, long orders, Object... goods) {
        return new RoutingCandidate(location, true, metres, goods(goods), orders);
    }

    private static Map<String, BigDecimal> goods(Object... goods) {
        Map<String, BigDecimal> all = new TreeMap<>();
        for (int n = 0; n < goods.length; n += 2) {
            all.put((String) goods[n], BigDecimal.valueOf((Integer) goods[n + 1]));
        }
        return all;
    }

    private static BigDecimal number(String number) {
        return new BigDecimal(number);
    }
}
