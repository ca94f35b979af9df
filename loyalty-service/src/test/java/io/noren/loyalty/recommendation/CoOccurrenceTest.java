package io.noren.loyalty.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.loyalty.recommendation.CoOccurrence.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoOccurrenceTest {
    private static final int TEA = 0;
    private static final int CUP = 1;
    private static final int BAG = 2;
    private static final int PEN = 3;

    @Test
    void whatIsBoughtTogetherIsFoundAndWhatEverybodyBuysIsNot() {
        Baskets baskets = new Baskets(4);
        for (int n = 0; n < 5; n++) {
            baskets.add(new int[] {TEA, CUP, BAG});
            baskets.add(new int[] {PEN, BAG});
        }

        List<Relation> found = relations(baskets, 3, 10);

        assertThat(found).hasSize(2).allSatisfy(relation -> {
            assertThat(Set.of(relation.item(), relation.related())).isEqualTo(Set.of(TEA, CUP));
            assertThat(relation.together()).isEqualTo(5);
            assertThat(relation.itemCustomers()).isEqualTo(5);
            assertThat(relation.relatedCustomers()).isEqualTo(5);
            assertThat(relation.score()).isEqualTo(LogLikelihoodRatio.of(5, 0, 0, 5));
        });
    }

    @Test
    void whatTooFewBoughtTogetherIsNoRelation() {
        Baskets baskets = new Baskets(4);
        baskets.add(new int[] {TEA, CUP});
        baskets.add(new int[] {TEA, CUP});
        IntStream.range(0, 20).forEach(n -> baskets.add(new int[] {BAG}));

        assertThat(relations(baskets, 3, 10)).isEmpty();
        assertThat(relations(baskets, 2, 10)).hasSize(2);
    }

    @Test
    void nobodyBoughtAnything() {
        assertThat(relations(new Baskets(0), 1, 10)).isEmpty();
        assertThat(relations(new Baskets(3), 1, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void countingRowByRowIsCountingPairByPair(long seed) {
        Random random = new Random(seed);
        int items = 2 + random.nextInt(40);
        int most = 1 + random.nextInt(6);
        List<Set<Integer>> customers = new ArrayList<>();
        Baskets baskets = new Baskets(items);
        for (int n = 0; n < 5000 / items; n++) {
            Set<Integer> has = new TreeSet<>();
            IntStream.range(0, 1 + random.nextInt(items))
                    .forEach(i -> has.add((int) Math.min(items - 1, Math.abs(random.nextGaussian()) * items / 3)));
            customers.add(has);
            baskets.add(has.stream().mapToInt(Integer::intValue).toArray());
        }

        assertThat(relations(baskets, 2, most)).isEqualTo(pairByPair(customers, items, 2, most));
    }

    private static List<Relation> relations(Baskets baskets, int leastCustomers, int most) {
        List<Relation> found = new ArrayList<>();
        new CoOccurrence(baskets, leastCustomers, most).each(found::add);
        return found;
    }

    private static List<Relation> pairByPair(List<Set<Integer>> customers, int items, int least, int most) {
        List<Relation> all = new ArrayList<>();
        for (int one = 0; one < items; one++) {
            List<Relation> ofOne = new ArrayList<>();
            for (int other = 0; other < items; other++) {
                int first = one;
                int second = other;
                int both = count(customers, has -> has.contains(first) && has.contains(second));
                int ofFirst = count(customers, has -> has.contains(first));
                int ofSecond = count(customers, has -> has.contains(second));
                boolean more = (long) both * customers.size() > (long) ofFirst * ofSecond;
                if (one != other && both >= least && more) {
                    double score = LogLikelihoodRatio.of(
                            both, ofFirst - both, ofSecond - both, customers.size() - ofFirst - ofSecond + both);
                    ofOne.add(new Relation(one, other, score, both, ofFirst, ofSecond));
                }
            }
            ofOne.sort(Comparator.comparingDouble(Relation::score).reversed().thenComparing(Relation::related));
            ofOne.stream().filter(relation -> relation.score() > 0).limit(most).forEach(all::add);
        }
        return all;
    }

    private static int count(List<Set<Integer>> customers, Predicate<Set<Integer>> which) {
        return (int) customers.stream().filter(which).count();
    }
}
