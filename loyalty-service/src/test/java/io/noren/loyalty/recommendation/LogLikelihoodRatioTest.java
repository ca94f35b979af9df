package io.noren.loyalty.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLikelihoodRatioTest {
    /** Dunning's own pairs of words in 31,777 words about Swiss banks, table 1 of his paper, to two decimals. */
    @ParameterizedTest
    @CsvSource({
        "270.72, 110, 2442,  111, 29114",
        "263.90,  29,   13,  123, 31612",
        "256.84,  31,   23,  139, 31584",
        "167.23,  10,    0,    3, 31764",
        "157.21,  76,  104, 2476, 29121",
        "157.03,  16,   16,   51, 31694"
    })
    void dunningsTableIsReckonedAsHeReckonedIt(double expected, long both, long one, long other, long neither) {
        assertThat(LogLikelihoodRatio.of(both, one, other, neither)).isCloseTo(expected, within(0.005));
    }

    /** Four customers of whom two have both and two have neither: 2 × 4 × ln 2. */
    @Test
    void whatAlwaysGoesTogetherIsReckonedByHand() {
        assertThat(LogLikelihoodRatio.of(2, 0, 0, 2)).isCloseTo(8 * Math.log(2), within(1e-12));
        assertThat(LogLikelihoodRatio.of(1, 0, 0, 1)).isCloseTo(4 * Math.log(2), within(1e-12));
    }

    @Test
    void whatEverybodyBuysSaysNothing() {
        assertThat(LogLikelihoodRatio.of(10, 10, 10, 10)).isCloseTo(0, within(1e-9));
        assertThat(LogLikelihoodRatio.of(50, 0, 50, 0))
                .as("everybody has the first")
                .isCloseTo(0, within(1e-9));
        assertThat(LogLikelihoodRatio.of(100, 0, 0, 0)).isZero();
        assertThat(LogLikelihoodRatio.of(0, 0, 0, 100)).isZero();
    }

    @Test
    void itIsTheSameEitherWayRoundAndNeverBelowNothing() {
        Random random = new Random(36);
        for (int n = 0; n < 10_000; n++) {
            long both = random.nextInt(1000);
            long one = random.nextInt(1000);
            long other = random.nextInt(1000);
            long neither = random.nextInt(1_000_000);

            double ratio = LogLikelihoodRatio.of(both, one, other, neither);

            assertThat(ratio).isNotNegative().isCloseTo(LogLikelihoodRatio.of(both, other, one, neither), within(1e-6));
            assertThat(ratio).isCloseTo(byExpectation(both, one, other, neither), within(1e-6));
        }
    }

    @Test
    void itemsThatAvoidEachOtherDoNotAttract() {
        assertThat(LogLikelihoodRatio.attracts(1, 50, 50, 100)).isFalse();
        assertThat(LogLikelihoodRatio.attracts(25, 50, 50, 100))
                .as("just by chance")
                .isFalse();
        assertThat(LogLikelihoodRatio.attracts(26, 50, 50, 100)).isTrue();
        assertThat(LogLikelihoodRatio.attracts(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1L << 32))
                .as("large numbers do not overflow")
                .isTrue();
    }

    /** The textbook's other form: twice the sum of observed times the logarithm of observed by expected. */
    private static double byExpectation(long both, long one, long other, long neither) {
        double all = both + one + other + neither;
        return 2
                * (part(both, (both + one) * (double) (both + other) / all)
                        + part(one, (both + one) * (double) (one + neither) / all)
                        + part(other, (other + neither) * (double) (both + other) / all)
                        + part(neither, (other + neither) * (double) (one + neither) / all));
    }

    private static double part(long observed, double expected) {
        return observed == 0 ? 0 : observed * Math.log(observed / expected);
    }
}
