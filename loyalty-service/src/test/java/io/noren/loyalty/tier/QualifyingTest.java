package io.noren.loyalty.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Silver from 100 points a year, gold from 300; kept for a year after the last day on which they were met. */
class QualifyingTest {
    private static final Tier SILVER = new Tier("SILVER", 100, "シルバー", "Silver");
    private static final Tier GOLD = new Tier("GOLD", 300, "ゴールド", "Gold");
    private static final Period YEAR = Period.ofYears(1);

    private final Qualifying rules = new Qualifying(List.of(SILVER, GOLD), YEAR, YEAR);

    @ParameterizedTest(name = "bought {0}; on {1}: {2} until {3}, {4} points count")
    @CsvSource(
            nullValues = "-",
            value = {
                "'',                                   2026-03-01, -,      -,          0",
                "2026-01-10 99,                        2026-03-01, -,      -,          99",
                "2026-01-10 100,                       2026-01-09, -,      -,          0",
                "2026-01-10 100,                       2026-01-10, SILVER, 2028-01-09, 100",
                "2026-01-10 100,                       2027-01-09, SILVER, 2028-01-09, 100",
                "2026-01-10 100,                       2027-01-10, SILVER, 2028-01-09, 0",
                "2026-01-10 100,                       2028-01-09, SILVER, 2028-01-09, 0",
                "2026-01-10 100,                       2028-01-10, -,      -,          0",
                "2026-01-10 60|2026-12-31 40,          2026-12-31, SILVER, 2028-01-09, 100",
                "2026-01-10 60|2027-01-10 40,          2027-01-10, -,      -,          40",
                "2026-01-10 300|2026-06-01 100,        2027-06-01, GOLD,   2028-01-09, 0",
                "2026-01-10 300|2026-06-01 100,        2028-01-10, SILVER, 2028-05-31, 0",
                "2026-01-10 300|2026-06-01 100,        2028-06-01, -,      -,          0",
                "2024-02-29 100,                       2025-02-27, SILVER, 2026-02-27, 100",
            })
    void followsFromWhatWasBought(
            String bought, LocalDate today, @Nullable String tier, @Nullable LocalDate until, long points) {
        Qualifying.Standing standing = rules.on(today, days(bought));

        assertThat(standing.tier() == null ? null : standing.tier().code()).isEqualTo(tier);
        assertThat(standing.until()).isEqualTo(until);
        assertThat(standing.points()).isEqualTo(points);
    }

    @Test
    void theNextTierSaysWhatIsMissingToday() {
        LocalDate today = LocalDate.parse("2026-03-01");

        assertThat(rules.on(today, days("2026-01-10 120")))
                .isEqualTo(new Qualifying.Standing(SILVER, 120, LocalDate.parse("2028-01-09"), GOLD, 180));
        assertThat(rules.on(today, days("2026-01-10 20")))
                .isEqualTo(new Qualifying.Standing(null, 20, null, SILVER, 80));
        assertThat(rules.on(today, days("2026-01-10 300")))
                .isEqualTo(new Qualifying.Standing(GOLD, 300, LocalDate.parse("2028-01-09"), null, 0));
        assertThat(new Qualifying(List.of(), YEAR, YEAR).on(today, days("2026-01-10 300")))
                .isEqualTo(new Qualifying.Standing(null, 300, null, null, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isTheSameAsLookingAtEveryDay(long seed) {
        Random random = new Random(seed);
        LocalDate first = LocalDate.parse("2023-12-01");
        Map<LocalDate, Long> bought = new HashMap<>();
        for (int n = 0; n < 12; n++) {
            bought.put(first.plusDays(random.nextInt(900)), random.nextInt(260) - 40L);
        }
        for (int n = 0; n < 60; n++) {
            LocalDate today = first.plusDays(random.nextInt(1_500));
            Qualifying.Standing standing = rules.on(today, bought);
            Tier expected = null;
            // Kept since a day within the last year, or met today.
            for (LocalDate day = today.minus(YEAR).minusDays(1); !day.isAfter(today); day = day.plusDays(1)) {
                long sum = 0;
                for (Map.Entry<LocalDate, Long> one : bought.entrySet()) {
                    if (!one.getKey().isAfter(day) && one.getKey().plus(YEAR).isAfter(day)) {
                        sum += one.getValue();
                    }
                }
                for (Tier tier : List.of(SILVER, GOLD)) {
                    if (sum >= tier.threshold()
                            && !day.plus(YEAR).isBefore(today)
                            && (expected == null || expected.threshold() < tier.threshold())) {
                        expected = tier;
                    }
                }
            }
            assertThat(standing.tier())
                    .as("seed %d on %s of %s", seed, today, bought)
                    .isEqualTo(expected);
        }
    }

    private static Map<LocalDate, Long> days(String bought) {
        Map<LocalDate, Long> days = new HashMap<>();
        for (String one : bought.split("\\|", -1)) {
            if (!one.isBlank()) {
                String[] parts = one.strip().split(" ", -1);
                days.put(LocalDate.parse(parts[0]), Long.parseLong(parts[1]));
            }
        }
        return days;
    }
}
