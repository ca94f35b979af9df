package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.loyalty.Netting.Back;
import io.noren.loyalty.Netting.Line;
import io.noren.loyalty.Netting.Sold;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NettingTest {
    @Test
    void aReturnThatNamesItsSaleIsOfThatSale() {
        Sold first = sold("A", 1, "SHIRT", 2);
        Sold second = sold("B", 2, "SHIRT", 2);

        assertThat(Netting.broughtBack(List.of(first, second), List.of(back("A", 3, "SHIRT", 1))))
                .containsExactly(Map.entry(first.where(), BigDecimal.ONE));
    }

    @Test
    void aReturnThatNamesNoneIsOfTheLastTimeAndThenOfTheTimeBefore() {
        Sold first = sold("A", 1, "SHIRT", 2);
        Sold second = sold("B", 2, "SHIRT", 2);
        Sold later = sold("C", 9, "SHIRT", 2);

        assertThat(Netting.broughtBack(List.of(later, first, second), List.of(back(null, 3, "SHIRT", 3))))
                .containsOnly(Map.entry(second.where(), new BigDecimal(2)), Map.entry(first.where(), BigDecimal.ONE));
    }

    @Test
    void whatIsNamedIsTakenFirstWheneverItCameBack() {
        Sold only = sold("A", 1, "SHIRT", 1);
        Sold before = sold("B", 0, "SHIRT", 1);

        assertThat(Netting.broughtBack(
                        List.of(before, only), List.of(back(null, 2, "SHIRT", 1), back("A", 3, "SHIRT", 1))))
                .containsOnly(Map.entry(only.where(), BigDecimal.ONE), Map.entry(before.where(), BigDecimal.ONE));
    }

    @Test
    void whatFitsNowhereIsNobodys() {
        Sold shirt = sold("A", 5, "SHIRT", 1);

        assertThat(Netting.broughtBack(
                        List.of(shirt),
                        List.of(
                                back("UNKNOWN", 6, "SHIRT", 1),
                                back("A", 6, "TROUSERS", 1),
                                back(null, 4, "SHIRT", 1),
                                new Back("another till system", "A", at(6), "SHIRT", BigDecimal.ONE))))
                .isEmpty();
        assertThat(Netting.broughtBack(List.of(shirt), List.of(back("A", 6, "SHIRT", 9))))
                .as("never more than was sold")
                .containsExactly(Map.entry(shirt.where(), BigDecimal.ONE));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverComesBackInWhateverOrderNoLineHasLessThanNothingAndNothingIsTakenTwice(long seed) {
        Random random = new Random(seed);
        List<Sold> sold = new ArrayList<>();
        List<Back> back = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            String item = "ITEM-" + random.nextInt(4);
            if (random.nextInt(3) > 0) {
                sold.add(sold("S" + n, random.nextInt(50), item, 1 + random.nextInt(3)));
            } else {
                String sale = random.nextBoolean() ? null : "S" + random.nextInt(60);
                back.add(back(sale, random.nextInt(50), item, 1 + random.nextInt(3)));
            }
        }

        Map<Line, BigDecimal> taken = Netting.broughtBack(sold, back);
        Collections.shuffle(sold, random);
        Collections.shuffle(back, random);

        assertThat(Netting.broughtBack(sold, back)).as("in another order").isEqualTo(taken);
        assertThat(sold)
                .allSatisfy(line -> assertThat(taken.getOrDefault(line.where(), BigDecimal.ZERO))
                        .isBetween(BigDecimal.ZERO, line.quantity()));
        assertThat(sum(taken.values().stream().toList()))
                .isPositive()
                .isLessThanOrEqualTo(sum(back.stream().map(Back::quantity).toList()));
    }

    private static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Sold sold(String sale, int minute, String item, int quantity) {
        Line line = new Line(UUID.nameUUIDFromBytes(sale.getBytes(StandardCharsets.UTF_8)), 1);
        return new Sold(line, "till", sale, at(minute), item, new BigDecimal(quantity));
    }

    private static Back back(@Nullable String sale, int minute, String item, int quantity) {
        return new Back("till", sale, at(minute), item, new BigDecimal(quantity));
    }

    private static Instant at(int minute) {
        return Any.TIME.plusSeconds(60L * minute);
    }
}
