package io.noren.pos.smaregi;

import static io.noren.pos.smaregi.LocalSmaregi.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.vendor.VendorFeed.Page;
import io.noren.pos.vendor.VendorHttp;
import io.noren.pos.vendor.VendorSamples;
import io.noren.pos.vendor.VendorStory;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Page by page through what changes meanwhile. */
class SmaregiFeedTest {
    private static final Instant SINCE = Instant.parse("2026-04-01T00:00:00Z");

    private final LocalSmaregi smaregi = new LocalSmaregi();
    private final SmaregiFeed feed = new SmaregiFeed(
            VendorSamples.settings(smaregi, VendorStory.TOKEN),
            new SmaregiContract(
                    LocalSmaregi.CONTRACT, LocalSmaregi.CLIENT, "X-Noren-Secret", URI.create(smaregi.address())),
            Clock.fixed(SINCE.plusSeconds(3_600), ZoneOffset.UTC));
    private final VendorHttp http = VendorSamples.http(feed);

    @Test
    void whatChangesBetweenTwoPagesPushesNoOtherOutOfSight() {
        IntStream.range(0, 150).forEach(i -> sells(1_000 + i, SINCE.plusSeconds(i)));
        TreeSet<String> seen = new TreeSet<>();

        Page page = feed.changedSince(SINCE, null, http);
        add(page, seen);
        assertThat(seen).hasSize(100);
        IntStream.range(0, 20).forEach(i -> smaregi.changes("" + (1_000 + i), SINCE.plusSeconds(3_000), Map.of()));
        while (page.next() != null) {
            page = feed.changedSince(SINCE, page.next(), http);
            add(page, seen);
        }

        assertThat(seen).hasSize(150);
    }

    @Test
    void aWindowThatEndsBeforeNowIsFollowedByAnother() {
        Instant longAgo = SINCE.minusSeconds(86_400 * 20);
        sells(1, longAgo.plusSeconds(60));
        sells(2, SINCE.plusSeconds(60));
        TreeSet<String> seen = new TreeSet<>();

        Page page = feed.changedSince(longAgo, null, http);
        add(page, seen);
        int pages = 1;
        for (; page.next() != null; pages++) {
            page = feed.changedSince(longAgo, page.next(), http);
            add(page, seen);
        }

        assertThat(seen).containsExactly("1", "2");
        assertThat(pages).isEqualTo(3);
    }

    private void sells(int id, Instant at) {
        smaregi.sells(Integer.toString(id), at, List.of(line("SHIRT", "1", "1")));
        smaregi.changes(Integer.toString(id), at, Map.of());
    }

    private static void add(Page page, TreeSet<String> seen) {
        page.objects().forEach(each -> seen.add(each.path("transactionHeadId").asString("")));
    }
}
