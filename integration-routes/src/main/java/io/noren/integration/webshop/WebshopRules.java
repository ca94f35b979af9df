package io.noren.integration.webshop;

import io.noren.integration.webshop.Webshop.Mode;
import io.noren.inventory.Locations;
import io.noren.inventory.Refusal;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a shop's settings must be before they are stored. */
@Component
public class WebshopRules {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,60}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int MOST_TEXT = 2_000;
    private static final Duration SOONEST_ORDERS = Duration.ofMillis(100);
    private static final Duration LATEST_ORDERS = Duration.ofDays(1);
    private static final Duration SOONEST_RECONCILE = Duration.ofSeconds(1);
    private static final Duration LATEST_RECONCILE = Duration.ofDays(7);

    private final ShopSystems systems;
    private final Locations locations;

    WebshopRules(ShopSystems systems, Locations locations) {
        this.systems = systems;
        this.locations = locations;
    }

    /** @throws Refusal with the field that is not as it must be */
    void check(Webshop shop, Map<String, String> credentials) {
        demand(
                ID.matcher(shop.id()).matches(),
                "id",
                "An id has 1 to 60 letters, digits, dots, hyphens or underscores.");
        demand(isText(shop.name()), "name", "A name is missing.");
        demand(
                ID.matcher(shop.channel()).matches(),
                "channel",
                "Name the sales channel whose goods this shop may sell.");
        checkUrl(shop.url());
        demandWithin(shop.ordersEvery(), SOONEST_ORDERS, LATEST_ORDERS, "ordersEvery");
        demandWithin(shop.reconcileEvery(), SOONEST_RECONCILE, LATEST_RECONCILE, "reconcileEvery");
        demandNumber(shop, "batch");
        demandNumber(shop, "requestsPerSecond");
        checkPlaces(shop);
        systems.named(shop.system()).check(shop, credentials);
    }

    /** For shop systems: their own settings, in the same words. */
    public static void demand(boolean fulfilled, String field, String otherwise) {
        if (!fulfilled) {
            throw new Refusal("BAD_WEBSHOP", otherwise, field, Map.of());
        }
    }

    /** For shop systems: a credential that they cannot do without. */
    public static void demandCredential(Map<String, String> credentials, String name, String whereItIsFound) {
        demand(
                isText(credentials.get(name)),
                "credentials." + name,
                "The credential '" + name + "' is missing: " + whereItIsFound);
    }

    private void checkPlaces(Webshop shop) {
        if (shop.mode() == Mode.CHANNEL) {
            demand(
                    shop.places().keySet().stream().allMatch(Webshop.ALL_LOCATIONS::equals),
                    "places",
                    "A shop with one number for all locations has at most one place, under the empty name.");
            return;
        }
        demand(!shop.places().isEmpty(), "places", "Name the shop's place of each location that it keeps numbers for.");
        demand(
                shop.places().values().stream().distinct().count()
                        == shop.places().size(),
                "places",
                "Two locations cannot share one place of the shop.");
        shop.places().forEach((location, place) -> {
            demand(isText(place), "places." + location, "The shop's name of its place is missing.");
            if (locations.find(location).isEmpty()) {
                throw new Refusal(
                        "UNKNOWN_LOCATION",
                        "There is no location " + location + ": create it first.",
                        "places." + location,
                        Map.of());
            }
        });
    }

    // Credentials go to this address with every request, so they do not go over the open network in clear.
    private static void checkUrl(URI url) {
        boolean plain = "http".equals(url.getScheme());
        demand(
                (plain || "https".equals(url.getScheme()))
                        && url.getHost() != null
                        && url.getUserInfo() == null
                        && url.getQuery() == null
                        && url.getFragment() == null,
                "url",
                "The url is a plain http(s) address of the shop's administration, without credentials.");
        demand(
                !plain || isNear(url.getHost()),
                "url",
                "The url must begin with https://, unless the shop stands on this machine or in a private network.");
    }

    private static boolean isNear(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress() && !address.isSiteLocalAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isBlank() && text.length() <= MOST_TEXT && text.indexOf('\0') < 0;
    }

    private static void demandWithin(Duration given, Duration least, Duration most, String field) {
        demand(
                given.compareTo(least) >= 0 && given.compareTo(most) <= 0,
                field,
                "Between " + least + " and " + most + ", as an ISO 8601 duration.");
    }

    private static void demandNumber(Webshop shop, String option) {
        String given = shop.option(option, "1");
        demand(NUMBER.matcher(given).matches(), "options." + option, "A whole number from 1 to 99999.");
    }
}
