package io.noren.integration.flow;

import io.noren.inventory.Item;
import io.noren.inventory.Location;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The names of what parked things wait for; the same names are called when it appears. */
final class WaitingFor {
    /** Why the ledger refused a line that another item, price or number rule may put right. */
    static final Set<String> AN_ITEM_OR_RULE = Set.of("UNKNOWN_ITEM", "LABEL_WITHOUT_PRICE", "LABEL_NOT_WHOLE");

    static final String UNKNOWN_LOCATION = "UNKNOWN_LOCATION";
    private static final int BEGINNING = 2;

    private WaitingFor() {}

    /**
     * An item that has one of these codes, or a rule that reads one of these numbers.
     *
     * @param codes all that would lead to an item
     */
    static List<String> itemWith(List<Item.Code> codes) {
        Stream<String> items = codes.stream().map(code -> item(code.scheme().name(), code.value()));
        Stream<String> rules = codes.stream()
                .filter(code -> code.scheme() == Item.Scheme.RCN && code.value().length() > BEGINNING)
                .map(code -> numberRule(code.value()));
        return Stream.concat(items, rules).distinct().toList();
    }

    /** As what tills may know a location. */
    static List<String> namesOf(Location location) {
        return location.gln() == null ? List.of(location.id()) : List.of(location.id(), location.gln());
    }

    static String item(String scheme, String value) {
        return "item:" + scheme + ":" + value;
    }

    /** By how the numbers of the rule begin. */
    static String numberRule(String number) {
        return "number-rule:" + number.substring(0, BEGINNING);
    }

    static String location(String id) {
        return "location:" + id;
    }
}
