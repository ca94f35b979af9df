package io.noren.pos.lightspeed;

import io.noren.pos.vendor.VendorJson;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Where the goods of a sale are, by its state and its attributes. */
enum SaleStanding {
    /** Parked, put aside until it is paid, or waiting to be fetched or sent: still in the store. */
    NOT_YET,
    /** With the customer, paid or on account; or back in the store, where it is a return. */
    DONE,
    /** Done, and later called void as a whole. */
    TAKEN_BACK,
    /** Called void before anything of it was done. */
    DISCARDED,
    UNKNOWN;

    private static final String ON_ACCOUNT = "onaccount";

    /** Of a sale that is pending: its goods wait for something. */
    private static final Set<String> WAITING = Set.of("layby", "pickup", "delivery", "service");

    static SaleStanding of(JsonNode sale) {
        return switch (VendorJson.text(sale, "state")) {
            case "closed" -> DONE;
            case "parked" -> NOT_YET;
            case "pending" -> hasLeftOnAccount(attributes(sale)) ? DONE : NOT_YET;
            case "voided" -> wasDone(sale) ? TAKEN_BACK : DISCARDED;
            default -> UNKNOWN;
        };
    }

    private static boolean hasLeftOnAccount(Set<String> attributes) {
        return attributes.contains(ON_ACCOUNT) && attributes.stream().noneMatch(WAITING::contains);
    }

    /**
     * A void sale does not say what it was before. One that was completed was completed at an open till; one that was
     * paid was done, unless it waited for something and the payment was a deposit.
     */
    private static boolean wasDone(JsonNode sale) {
        Set<String> attributes = attributes(sale);
        return !VendorJson.text(sale, "_metadata", "complete_open_sequence_id").isEmpty()
                || hasLeftOnAccount(attributes)
                || (!sale.path("payments").isEmpty() && attributes.stream().noneMatch(WAITING::contains));
    }

    private static Set<String> attributes(JsonNode sale) {
        Set<String> attributes = new HashSet<>();
        sale.path("attributes").forEach(each -> attributes.add(each.asString("")));
        return attributes;
    }
}
