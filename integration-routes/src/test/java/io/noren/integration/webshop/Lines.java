package io.noren.integration.webshop;

import io.noren.integration.webshop.ConnectedShop.Page;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A line to a local shop, without the application around it. */
public final class Lines {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Lines() {}

    /** A shop with these settings, one number for all locations. */
    public static Webshop shop(String system, URI url, Map<String, String> places, Map<String, String> options) {
        return shop(system, url, Webshop.Mode.CHANNEL, places, options);
    }

    public static Webshop shop(
            String system, URI url, Webshop.Mode mode, Map<String, String> places, Map<String, String> options) {
        return new Webshop(
                "shop",
                "Shop",
                system,
                url,
                "web",
                mode,
                places,
                options,
                true,
                Duration.ofMinutes(1),
                Duration.ofHours(1));
    }

    public static ConnectedShop to(ShopSystem system, Webshop shop, Map<String, String> credentials) {
        ShopPace pace = ShopPace.full(system.limits().chosenBy(shop));
        return system.connect(new ShopAccess(
                shop, credentials, new ShopHttp(HTTP, JsonMapper.shared(), Clock.systemUTC(), shop.url(), pace)));
    }

    /** Every row of every page. */
    public static <T> List<T> all(Function<@Nullable String, Page<T>> pages) {
        List<T> rows = new ArrayList<>();
        String next = null;
        do {
            Page<T> page = pages.apply(next);
            rows.addAll(page.rows());
            next = page.next();
        } while (next != null);
        return rows;
    }

    public static StockTarget target(ShopItem item, int net, int ordered) {
        return new StockTarget(
                item.sku(),
                Webshop.ALL_LOCATIONS,
                item.place(),
                item.externalId(),
                new StockNumber(BigDecimal.valueOf(net), BigDecimal.valueOf(ordered)));
    }
}
