package io.noren.integration.webshop;

import io.noren.integration.webshop.ShopTurns.Turn;
import io.noren.inventory.Versioned;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Lines to the shops, kept from turn to turn for as long as a shop's settings stay as they are. */
@Component
class ShopConnections {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private final ShopSystems systems;
    private final Webshops shops;
    private final JsonMapper json;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    ShopConnections(ShopSystems systems, Webshops shops, JsonMapper json, Clock clock) {
        this.systems = systems;
        this.shops = shops;
        this.json = json;
        this.clock = clock;
    }

    /** @param limits as the shop's settings say */
    record Line(long version, ConnectedShop shop, ShopLimits limits, ShopHttp http) {
        int batch() {
            return limits.batch();
        }

        /** Of the shop's rate limit. */
        double left() {
            return http.pace().left();
        }
    }

    /** For a turn, with what the turn before has left of the shop's rate limit. */
    Line line(Turn turn) {
        Line line = line(turn.shop(), turn.version());
        Instant at = turn.requestsLeftAt();
        Double left = turn.requestsLeft();
        line.http()
                .goAt(
                        at == null || left == null
                                ? ShopPace.full(line.limits())
                                : ShopPace.going(line.limits(), left, ShopPace.between(at, clock.instant())));
        return line;
    }

    private Line line(Webshop shop, long version) {
        Line known = lines.get(shop.id());
        if (known != null && known.version() == version) {
            return known;
        }
        Line made = made(shop, version);
        lines.put(shop.id(), made);
        return made;
    }

    /** For what came from the shop by itself: a line of its own, beside the turns. */
    ConnectedShop beside(Versioned<Webshop> shop) {
        return made(shop.value(), shop.version()).shop();
    }

    /** How a shop of this kind is spoken with. */
    ShopSystem system(Webshop shop) {
        return systems.named(shop.system());
    }

    private Line made(Webshop shop, long version) {
        ShopSystem system = system(shop);
        ShopLimits limits = system.limits().chosenBy(shop);
        ShopHttp http = new ShopHttp(client, json, clock, shop.url(), ShopPace.full(limits));
        Map<String, String> credentials = shops.credentials(shop.id()).orElse(Map.of());
        return new Line(version, system.connect(new ShopAccess(shop, credentials, http)), limits, http);
    }
}
