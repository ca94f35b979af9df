package io.noren.pos.lightspeed;

import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import io.noren.pos.vendor.VendorFeed;
import io.noren.pos.vendor.VendorHttp;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorLimits;
import io.noren.pos.vendor.VendorSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Asks Lightspeed for sales by their versions: numbers that only grow, over all that changes. It cannot be asked by
 * time, so each round leaves as its bookmark the version up to which all had last changed before the round's own beginning.
 * That is an overlap, too, and a version that shows late is not passed over.
 */
final class LightspeedFeed implements VendorFeed {
    private static final String SALES = "/api/2026-07/sales";
    private static final int SALES_A_PAGE = 100;

    /** Lightspeed lets 300 through in five minutes for each till, and 50 more. */
    private static final int REQUESTS = 50;

    private static final Duration REFILLED = Duration.ofSeconds(50);

    /** Larger than any version: what a number of JSON holds exactly. */
    private static final long NO_VERSION = 1L << 53;

    private final VendorLimits limits;

    LightspeedFeed(VendorSource retailer) {
        this.limits = new VendorLimits(
                retailer.address(null), Map.of("Authorization", "Bearer " + retailer.token()), REQUESTS, REFILLED, 1);
    }

    @Override
    public VendorLimits limits() {
        return limits;
    }

    /**
     * How far a round is.
     *
     * @param after the version up to which it has read
     * @param bookmark the version up to which nothing had changed since the round's beginning
     */
    private record Place(long after, long bookmark) {
        static Place named(String page) {
            String[] numbers = page.split(":", 2);
            return new Place(Long.parseLong(numbers[0]), Long.parseLong(numbers[numbers.length - 1]));
        }

        String name() {
            return after + ":" + bookmark;
        }
    }

    @Override
    public Page changedSince(Instant since, @Nullable String page, VendorHttp http) {
        Place place = page == null ? firstOf(since, http) : Place.named(page);
        List<JsonNode> told = new ArrayList<>();
        long last = place.after();
        long bookmark = place.bookmark();
        for (JsonNode sale : salesAfter(place.after(), http)) {
            boolean allBefore = bookmark == last;
            last = Math.max(last, version(sale));
            if (allBefore && changedBefore(sale, since)) {
                bookmark = last;
            } else if (SaleStanding.of(sale) != SaleStanding.NOT_YET) {
                told.add(sale);
            }
        }
        return last == place.after()
                ? new Page(told, null, Long.toString(bookmark))
                : new Page(told, new Place(last, bookmark).name());
    }

    private static JsonNode salesAfter(long version, VendorHttp http) {
        return http.get(SALES + "?after=" + version + "&page_size=" + SALES_A_PAGE)
                .path("data");
    }

    /** The version up to which all had changed before. By halving: some forty questions, once for each source. */
    private static Place firstOf(Instant since, VendorHttp http) {
        long before = 0;
        long after = NO_VERSION;
        long asked = 0;
        while (before < after) {
            JsonNode sales = salesAfter(asked, http);
            long last = asked;
            for (JsonNode sale : sales) {
                if (!changedBefore(sale, since)) {
                    break;
                }
                last = Math.max(last, version(sale));
            }
            boolean boundary = last > asked && !changedBefore(sales.path(sales.size() - 1), since);
            if (boundary) {
                return new Place(last, last);
            }
            if (last > asked) {
                before = last;
            } else {
                after = asked;
            }
            asked = sales.size() < SALES_A_PAGE && last > asked ? last : (before + after) >>> 1;
        }
        return new Place(before, before);
    }

    @Override
    public Page fetch(List<String> subjects, VendorHttp http) {
        List<JsonNode> sales = new ArrayList<>();
        for (String id : subjects) {
            JsonNode sale = http.get(SALES + "/" + id).path("data");
            if (sale.isObject() && SaleStanding.of(sale) != SaleStanding.NOT_YET) {
                sales.add(sale);
            }
        }
        return new Page(sales, null);
    }

    private static long version(JsonNode sale) {
        return sale.path("_metadata").path("version").asLong(0);
    }

    /** One that does not say when is not passed over. */
    private static boolean changedBefore(JsonNode sale, Instant since) {
        try {
            return TillWords.time(VendorJson.text(sale, "updated_at"), 1)
                    .in(ZoneOffset.UTC)
                    .isBefore(since);
        } catch (Unreadable e) {
            return false;
        }
    }
}
