package io.noren.inventory.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.Unavailable;
import io.noren.inventory.availability.AvailabilityRule.Buffer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The formula adds up, whatever the books and the rules say. */
class SellingFormulaTest {

    private static final Instant NOW = Instant.parse("2026-03-01T01:02:03Z");
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Random random = new Random(7);

    @Test
    void thePartsAddUpToWhatIsOnHandForAnyBooksAndAnyRules() {
        int clamped = 0;
        int degraded = 0;
        for (int i = 0; i < 20_000; i++) {
            CellLevel level = anyLevel();
            Terms terms = anyTerms();
            boolean eligible = random.nextInt(5) > 0;
            boolean notFound = random.nextInt(5) == 0;
            Offer offer = new Offer(level, terms, random.nextBoolean(), eligible, notFound, anyAge());
            SellingPolicies.apply(offer);

            AtLocation told = offer.told(NOW);

            BigDecimal missing = told.missing() == null ? BigDecimal.ZERO : told.missing();
            assertThat(told.available()
                            .add(told.reserved())
                            .add(told.committed())
                            .add(told.unavailable())
                            .subtract(missing))
                    .as("%s with %s", told, terms)
                    .isEqualByComparingTo(told.onHand());
            assertThat(sum(told.unavailableParts())).isEqualByComparingTo(told.unavailable());
            assertThat(told.available()).isNotNegative();
            assertThat(told.promisable()).isBetween(BigDecimal.ZERO, told.available());
            assertThat(told.promisable())
                    .isLessThanOrEqualTo(
                            told.available().subtract(told.buffer()).max(BigDecimal.ZERO));
            if (missing.signum() > 0) {
                assertThat(told.available()).isZero();
                clamped++;
            }
            if (notFound || !eligible || (!told.pickup() && !told.ship())) {
                assertThat(told.promisable()).isZero();
            }
            assertThat(told.degraded() != null).isEqualTo(offer.isStale());
            degraded += told.degraded() == null ? 0 : 1;
        }
        assertThat(clamped).as("the books were overdrawn in some").isPositive();
        assertThat(degraded).isPositive();
    }

    @Test
    void aShareIsRoundedUpToWholePiecesButNotForWhatIsWeighed() {
        assertThat(buffered("10", "0.15", true)).isEqualByComparingTo("2");
        assertThat(buffered("10.5", "0.15", false)).isEqualByComparingTo("1.575");
        assertThat(buffered("0", "0.15", true)).isZero();
        assertThat(buffered("10", "1", true)).isEqualByComparingTo("10");
    }

    private static BigDecimal buffered(String onHand, String share, boolean inPieces) {
        Terms terms = new Terms(
                BigDecimal.ZERO,
                new Buffer(null, new BigDecimal(share)),
                BigDecimal.ZERO,
                true,
                true,
                null,
                null,
                List.of(),
                true);
        Offer offer = new Offer(level(onHand, "0", "0", "0"), terms, inPieces, true, false, null);
        SellingPolicies.apply(offer);
        return offer.told(NOW).buffer();
    }

    private static BigDecimal sum(Unavailable parts) {
        return parts == null
                ? BigDecimal.ZERO
                : parts.damaged()
                        .add(parts.qualityControl())
                        .add(parts.display())
                        .add(parts.notFound())
                        .add(parts.safetyStock());
    }

    private CellLevel anyLevel() {
        return level(
                quantity(random.nextInt(-20, 60)),
                quantity(random.nextInt(0, 20)),
                quantity(random.nextInt(0, 20)),
                quantity(random.nextInt(0, 9)));
    }

    private static CellLevel level(String onHand, String reserved, String committed, String damaged) {
        return new CellLevel(
                "ginza",
                new BigDecimal(onHand),
                new BigDecimal(reserved),
                new BigDecimal(committed),
                new BigDecimal(damaged),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                List.of(),
                1,
                null);
    }

    private Terms anyTerms() {
        return new Terms(
                new BigDecimal(quantity(random.nextInt(0, 9))),
                anyBuffer(),
                BigDecimal.ZERO,
                random.nextInt(4) > 0,
                random.nextInt(4) > 0,
                random.nextBoolean() ? LIMIT : null,
                anyBuffer(),
                random.nextBoolean() ? List.of() : List.of(BigDecimal.ONE, BigDecimal.valueOf(5)),
                random.nextBoolean());
    }

    private Buffer anyBuffer() {
        return switch (random.nextInt(3)) {
            case 0 -> new Buffer(new BigDecimal(quantity(random.nextInt(0, 9))), null);
            case 1 -> new Buffer(null, BigDecimal.valueOf(random.nextInt(0, 100), 2));
            default -> null;
        };
    }

    private Duration anyAge() {
        return random.nextInt(5) == 0 ? null : Duration.ofMinutes(random.nextInt(0, 30));
    }

    private String quantity(int whole) {
        return random.nextBoolean() ? Integer.toString(whole) : whole + "." + random.nextInt(1, 999);
    }
}
