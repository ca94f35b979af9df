package io.noren.integration.flow;

import io.noren.inventory.Location;
import io.noren.pos.ItemCode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of what parked things wait for; the same names are called when it appears. */
final class WaitingFor {
    static final String UNKNOWN_ITEM = "UNKNOWN_ITEM";
    static final String UNKNOWN_LOCATION = "UNKNOWN_LOCATION";

    private WaitingFor() {}

    static List<String> itemOrLocation(@Nullable String code, List<ItemCode> codes, String location) {
        if (UNKNOWN_ITEM.equals(code)) {
            // The ledger reads any code as a SKU, too, when nobody listed it; a GTIN also without its padding.
            return codes.stream()
                    .flatMap(each -> Stream.of(
                            item(each.scheme().name(), each.value()),
                            item("SKU", each.value()),
                            item("SKU", each.value().replaceFirst("^0+(?=.)", ""))))
                    .distinct()
                    .toList();
        }
        return UNKNOWN_LOCATION.equals(code) ? List.of(location(location)) : List.of();
    }

    /** As what tills may know a location. */
    static List<String> namesOf(Location location) {
        return location.gln() == null ? List.of(location.id()) : List.of(location.id(), location.gln());
    }

    static String item(String scheme, String value) {
        return "item:" + scheme + ":" + value;
    }

    static String location(String id) {
        return "location:" + id;
    }
}
