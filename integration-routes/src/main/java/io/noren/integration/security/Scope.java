package io.noren.integration.security;

import java.util.Arrays;
import java.util.Optional;

/** What an API key may do. */
public enum Scope {
    INVENTORY_READ("inventory:read"),
    INVENTORY_WRITE("inventory:write"),
    RESERVATIONS("reservations"),
    POS("pos"),
    MEMBERS_READ("members:read"),
    MEMBERS_WRITE("members:write"),
    /** Sees at a till how a member who was just looked up can be reached. */
    MEMBERS_CONTACT("members:contact"),
    /** Hands in the code that a member typed into an app or a shop, with the login it was typed by. */
    MEMBERS_LINK("members:link"),
    POINTS("points"),
    /** Writes offers, issues coupons and takes them out of use. */
    OFFERS("offers"),
    PICKUP("pickup"),
    /** Everything the others may, and, with a key for every location, keys, staff, webhooks and parked messages. */
    ADMIN("admin");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As it is written in requests and answers, {@code inventory:read}. */
    public String text() {
        return text;
    }

    String authority() {
        return "scope:" + text;
    }

    static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }
}
