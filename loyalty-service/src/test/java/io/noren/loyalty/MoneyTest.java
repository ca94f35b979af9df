package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {
    @ParameterizedTest(name = "{0} {1} is written {2}")
    @CsvSource({
        "1980.0000, JPY, 1980",
        "1E+3, JPY, 1000",
        "0, JPY, 0",
        "19.8, EUR, 19.80",
        "100, EUR, 100.00",
        "1.2345, KWD, 1.2345"
    })
    void moneyIsWrittenAsItsCurrencyIs(String amount, String currency, String written) {
        assertThat(new Money(new BigDecimal(amount), currency).amount()).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({"YEN", "jpy", "''"})
    void anUnknownCurrencyIsRefused(String currency) {
        assertThatThrownBy(() -> new Money(BigDecimal.ONE, currency))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("UNKNOWN_CURRENCY"));
    }

    @ParameterizedTest(name = "{0} {1} earns {2}")
    @CsvSource({"99, JPY, 0", "100, JPY, 1", "1980, JPY, 19", "0, JPY, 0", "0.99, EUR, 0", "19.99, EUR, 19", "5, CHF, 2"
    })
    void pointsAreNotRoundedUpUnlessRulesSaySo(String amount, String currency, long points) {
        PointsPolicy rules = new PointsPolicy(
                new LoyaltySettings(Map.of("CHF", new BigDecimal("2.50")), "JP").amountsPerPoint(),
                PointsRounding.DOWN,
                Duration.ZERO,
                null,
                Period.ZERO);
        assertThat(rules.rounding().points(new BigDecimal(amount), rules.amountPerPoint(currency)))
                .isEqualTo(points);
    }

    @Test
    void aRuleThatGivesPointsForNothingStopsTheStart() {
        assertThatThrownBy(() -> new LoyaltySettings(Map.of("JPY", BigDecimal.ZERO), "JP"))
                .hasMessageContaining("points-per.JPY");
    }
}
