package io.noren.inventory.web;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.pickup.promise.PickupOption;
import io.noren.inventory.pickup.promise.PickupOptions;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where a whole basket can be collected, and when. */
@RestController
@RequestMapping("/api/v1/pickup-options")
class PickupOptionController {
    private static final int MOST_SKUS = 100;
    private static final int MOST_STORES = 50;
    private static final Pattern WANTED = Pattern.compile("(.+):([0-9]{1,7}(?:\\.[0-9]{1,3})?)");
    private static final Pattern POINT =
            Pattern.compile("(-?[0-9]{1,2}(?:\\.[0-9]{1,10})?),(-?[0-9]{1,3}(?:\\.[0-9]{1,10})?)");

    private final PickupOptions options;
    private final Clock clock;

    PickupOptionController(PickupOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    record Options(Instant asOf, List<PickupOption> options) {}

    /** @param skus each with how many, as {@code N-0001:2}; without a number it is one */
    @GetMapping
    Options find(
            @RequestParam(name = "sku") List<String> skus,
            @RequestParam(defaultValue = "web") String channel,
            @RequestParam(required = false) @Nullable String near,
            @RequestParam(name = "location", required = false) @Nullable List<String> locations,
            @RequestParam(defaultValue = "10") int limit) {
        Set<String> among = locations == null ? boundTo() : new TreeSet<>(locations);
        if (among != null) {
            among.forEach(LocationKeys::check);
        }
        int most = Math.max(1, Math.min(limit, MOST_STORES));
        return new Options(Sql.micros(clock.instant()), options.find(channel, basket(skus), among, point(near), most));
    }

    private static @Nullable Set<String> boundTo() {
        List<String> bound = LocationKeys.bound();
        return bound == null ? null : new TreeSet<>(bound);
    }

    private static Map<String, BigDecimal> basket(List<String> skus) {
        if (skus.isEmpty() || skus.size() > MOST_SKUS) {
            throw Refusal.ofField("BAD_LINES", "sku", "Ask about 1 to " + MOST_SKUS + " SKUs.");
        }
        Map<String, BigDecimal> basket = new LinkedHashMap<>();
        for (String wanted : skus) {
            Matcher parts = WANTED.matcher(wanted);
            boolean counted = parts.matches();
            String sku = counted ? parts.group(1) : wanted;
            BigDecimal quantity = counted ? new BigDecimal(parts.group(2)) : BigDecimal.ONE;
            if (quantity.signum() <= 0) {
                throw Refusal.ofField("BAD_QUANTITY", "sku", "A quantity is above 0: N-0001:2.");
            }
            basket.merge(sku, quantity, BigDecimal::add);
        }
        return basket;
    }

    private static @Nullable GeoPoint point(@Nullable String near) {
        if (near == null || near.isBlank()) {
            return null;
        }
        Matcher parts = POINT.matcher(near.strip());
        GeoPoint point = parts.matches()
                ? new GeoPoint(Double.parseDouble(parts.group(1)), Double.parseDouble(parts.group(2)))
                : null;
        if (point == null || Math.abs(point.latitude()) > 90 || Math.abs(point.longitude()) > 180) {
            throw Refusal.ofField("BAD_POINT", "near", "Give latitude and longitude in degrees: near=35.66,139.70.");
        }
        return point;
    }
}
