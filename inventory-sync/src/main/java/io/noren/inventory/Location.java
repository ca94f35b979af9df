package io.noren.inventory;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place with stock.
 *
 * @param gln GS1 Global Location Number, 13 digits
 * @param openingHours as shoppers read it, in OpenStreetMap's notation, e.g. {@code Mo-Su 10:00-20:00}
 * @param tills the workstations that report from here
 */
public record Location(
        String id,
        @Nullable String gln,
        String name,
        Kind kind,
        ZoneId zone,
        @Nullable String openingHours,
        boolean pickupEnabled,
        @Nullable GeoPoint position,
        List<String> tills) {

    public Location {
        tills = List.copyOf(tills);
    }

    /** What a place is for. */
    public enum Kind {
        STORE,
        WAREHOUSE
    }
}
