package io.noren.pos.lightspeed;

import static io.noren.pos.lightspeed.LocalLightspeed.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.vendor.VendorFeed.Page;
import io.noren.pos.vendor.VendorHttp;
import io.noren.pos.vendor.VendorSamples;
import io.noren.pos.vendor.VendorStory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a round begins at a retailer with years of sales. */
class LightspeedFeedTest {
    private static final Instant SINCE = Instant.parse("2026-04-01T00:00:00Z");

    private final LocalLightspeed lightspeed = new LocalLightspeed();
    private final LightspeedFeed feed = new LightspeedFeed(VendorSamples.settings(lightspeed, VendorStory.TOKEN));
    private final VendorHttp http = VendorSamples.http(feed);
    private final List<String> told = new ArrayList<>();

    @Test
    void theFirstRoundOfAllFindsItsBeginningAmongManySalesInFewQuestions() {
        for (int i = 0; i < 3_000; i++) {
            sells("old-" + i, SINCE.minus(Duration.ofHours(3_000 - i)));
        }
        for (int i = 0; i < 5; i++) {
            sells("new-" + i, SINCE.plusSeconds(i));
        }

        aRound(null, SINCE);

        assertThat(told).containsExactly("new-0", "new-1", "new-2", "new-3", "new-4");
        assertThat(lightspeed.timesAsked()).isLessThan(60);
    }

    @Test
    void theNextRoundBeginsBeforeWhatChangedSinceThisOneBegan() {
        sells("a", SINCE.minusSeconds(60));
        sells("b", SINCE.plusSeconds(60));
        sells("c", SINCE.plusSeconds(120));
        String first = aRound(null, SINCE);
        String second = aRound(first, SINCE.plusSeconds(90));
        told.clear();

        lightspeed.changes("a", SINCE.plusSeconds(300), Map.of("state", "voided"));
        aRound(second, SINCE.plusSeconds(90));

        assertThat(told).containsExactly("c", "a");
    }

    @Test
    void aRetailerWithoutAnySaleIsAskedTwice() {
        assertThat(aRound(null, SINCE)).isEqualTo("0");
        assertThat(lightspeed.timesAsked()).isEqualTo(2);
    }

    private void sells(String id, Instant at) {
        lightspeed.closes(id, at, List.of(line("p", 1, 1, 0)));
    }

    /** @return the bookmark that it leaves */
    private @Nullable String aRound(@Nullable String bookmark, Instant since) {
        Page page = feed.changedSince(since, bookmark, http);
        while (true) {
            page.objects().forEach(sale -> told.add(sale.path("id").asString("")));
            if (page.next() == null) {
                return page.bookmark();
            }
            page = feed.changedSince(since, page.next(), http);
        }
    }
}
