package io.noren.integration.screens;

import io.noren.inventory.routing.RoutingRules;
import java.util.Objects;

/** Rules for routing as they are typed. */
record RoutingForm(String distance, String stock, String load, int splitLimit) {
    /** Where nobody has said anything: the nearest one sends it, in one parcel. */
    static final RoutingForm NEAREST = new RoutingForm("1", "0", "0", 1);

    /** A field that does not come at all is empty. */
    RoutingForm {
        distance = Objects.requireNonNullElse(distance, "");
        stock = Objects.requireNonNullElse(stock, "");
        load = Objects.requireNonNullElse(load, "");
    }

    static RoutingForm of(RoutingRules rules) {
        return new RoutingForm(
                rules.distance().toPlainString(),
                rules.stock().toPlainString(),
                rules.load().toPlainString(),
                rules.splitLimit());
    }

    /** @throws io.noren.inventory.Refusal {@code NO_QUANTITY} with the field */
    RoutingRules toRules() {
        return new RoutingRules(
                ShelfReports.quantity(distance, "distance"),
                ShelfReports.quantity(stock, "stock"),
                ShelfReports.quantity(load, "load"),
                splitLimit);
    }

    /** Whether the page has a field of this name. */
    static boolean shows(String field) {
        return switch (field) {
            case "distance", "stock", "load", "splitLimit" -> true;
            default -> false;
        };
    }
}
