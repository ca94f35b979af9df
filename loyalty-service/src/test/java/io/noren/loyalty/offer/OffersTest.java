package io.noren.loyalty.offer;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.offer.Offers.Standing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Offers are listed by where they stand. */
@LoyaltyTest
class OffersTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2999-01-01T00:00:00Z");

    @Autowired
    Offers offers;

    @Test
    void eachStandsInOneList() {
        String run = UUID.randomUUID().toString();
        offers.put(offer(run + "-always", null, null), 0L);
        offers.put(offer(run + "-now", LONG_AGO, FAR_AHEAD), 0L);
        offers.put(offer(run + "-coming", FAR_AHEAD, null), 0L);
        offers.put(offer(run + "-past", null, LONG_AGO), 0L);
        offers.put(offer(run + "-withdrawn", LONG_AGO, FAR_AHEAD), 0L);
        offers.withdraw(run + "-withdrawn", 1L);

        assertThat(listed(Standing.NOW, run)).containsExactly(run + "-always", run + "-now");
        assertThat(listed(Standing.COMING, run)).containsExactly(run + "-coming");
        assertThat(listed(Standing.PAST, run)).containsExactly(run + "-past");
        assertThat(listed(Standing.WITHDRAWN, run)).containsExactly(run + "-withdrawn");
        assertThat(offers.list(Standing.NOW, run, 1))
                .as("page by page")
                .extracting(listed -> listed.offer().id())
                .containsExactly(run + "-always");
    }

    private List<String> listed(Standing standing, String run) {
        return offers.list(standing, "", Offers.MOST).stream()
                .map(listed -> listed.offer().id())
                .filter(id -> id.startsWith(run))
                .toList();
    }

    private static Offer offer(String id, @Nullable Instant from, @Nullable Instant until) {
        return new Offer(
                id,
                new Words("お試し", "A try"),
                Benefit.percentage("10"),
                Conditions.none(),
                Stacking.none(),
                from,
                until,
                null,
                true,
                null);
    }
}
