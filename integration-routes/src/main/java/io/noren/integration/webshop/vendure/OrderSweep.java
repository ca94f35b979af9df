package io.noren.integration.webshop.vendure;

import io.noren.integration.webshop.ConnectedShop.Page;
import io.noren.integration.webshop.ShopOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the orders that have changed, by two times, neither of which tells of every change. Pages go on from a time and
 * not from a number of rows: an order that changes meanwhile goes to the end, and all behind it move up. While one time
 * is read the other goes on, so the last look is at both, at once.
 */
final class OrderSweep {
    static final int A_PAGE = 100;

    private final VendureApi api;

    OrderSweep(VendureApi api) {
        this.api = api;
    }

    private enum By {
        BOTH,
        UPDATED,
        PLACED
    }

    /**
     * Where the next page begins.
     *
     * @param updated all that was updated until then has been read
     * @param placed the same, of what was placed
     * @param skip so many of one moment, where a page does not hold them; the last of them is read again
     * @param last the id of that one: at another place, others have moved up
     */
    private record Place(By by, Instant updated, Instant placed, int skip, String last) {

        static Place of(Instant since, @Nullable String page) {
            if (page == null) {
                return new Place(By.BOTH, since, since, 0, "");
            }
            String[] parts = page.split(" ", 5);
            return new Place(
                    By.valueOf(parts[0]),
                    Instant.parse(parts[1]),
                    Instant.parse(parts[2]),
                    Integer.parseInt(parts[3]),
                    parts[4]);
        }

        String page() {
            return by + " " + updated + " " + placed + " " + skip + " " + last;
        }

        Instant after() {
            return by == By.UPDATED ? updated : placed;
        }

        Place by(By next) {
            return new Place(next, updated, placed, 0, "");
        }

        Place after(Instant time) {
            return by == By.UPDATED ? new Place(by, time, placed, 0, "") : new Place(by, updated, time, 0, "");
        }

        Place skipping(int rows, String id) {
            return new Place(by, updated, placed, rows, id);
        }
    }

    /** @param page of the one before; null for the first */
    Page<ShopOrder> page(Instant since, @Nullable String page) {
        Place place = Place.of(since, page);
        if (place.by() == By.BOTH) {
            JsonNode answer = api.ask(
                    VendureOrders.CHANGED,
                    Map.of(
                            "updated", place.updated().toString(),
                            "placed", place.placed().toString(),
                            "take", A_PAGE));
            List<ShopOrder> orders = VendureOrders.readAll(answer);
            return new Page<>(
                    orders, orders.size() < A_PAGE ? null : place.by(By.UPDATED).page());
        }
        JsonNode answer = api.ask(
                place.by() == By.UPDATED ? VendureOrders.UPDATED : VendureOrders.PLACED,
                Map.of("after", place.after().toString(), "skip", Math.max(0, place.skip() - 1), "take", A_PAGE));
        List<ShopOrder> orders = VendureOrders.readAll(answer);
        if (place.skip() > 0 && (orders.isEmpty() || !orders.get(0).id().equals(place.last()))) {
            return new Page<>(List.of(), place.skipping(0, "").page());
        }
        return new Page<>(
                orders, next(place, answer.path("orders").path("items")).page());
    }

    private static Place next(Place place, JsonNode rows) {
        boolean updated = place.by() == By.UPDATED;
        JsonNode last = rows.path(rows.size() - 1);
        Instant reached = rows.isEmpty()
                ? place.after()
                : Instant.parse(
                        last.path(updated ? "updatedAt" : "orderPlacedAt").asString());
        if (rows.size() < A_PAGE) {
            // The shop's times are finer than what it tells of them; whatever else has this one was read, too.
            return place.after(rows.isEmpty() ? reached : reached.plusMillis(1)).by(updated ? By.PLACED : By.BOTH);
        }
        Instant before = reached.minusMillis(1);
        return before.isAfter(place.after())
                ? place.after(before)
                : place.skipping(
                        Math.max(0, place.skip() - 1) + rows.size(),
                        last.path("id").asString());
    }
}
