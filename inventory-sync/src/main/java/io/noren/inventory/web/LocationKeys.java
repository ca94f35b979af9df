package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** Whether the caller's key is for this location, wherever a request names it: in its address, its body or behind an id. */
final class LocationKeys {

    private static final String EVERYWHERE = "*";
    private static final String PREFIX = "location:";
    private static final String OPEN_EVERYWHERE = PREFIX + EVERYWHERE;

    private LocationKeys() {}

    /** The same question for whoever asks now, to be answered in any thread. */
    static Predicate<String> ofThisCaller() {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        return location -> open(caller, location);
    }

    /** Where nobody is signed in there is no security in front, as in tests of this module alone. */
    static boolean open(String location) {
        return open(SecurityContextHolder.getContext().getAuthentication(), location);
    }

    private static boolean open(@Nullable Authentication caller, String location) {
        if (caller == null) {
            return true;
        }
        // A loop and no text put together: a query names up to a hundred locations.
        for (GrantedAuthority authority : caller.getAuthorities()) {
            String open = String.valueOf(authority.getAuthority());
            if (open.equals(OPEN_EVERYWHERE) || isFor(location, open)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFor(String location, String authority) {
        return authority.length() == PREFIX.length() + location.length()
                && authority.startsWith(PREFIX)
                && authority.endsWith(location);
    }

    /** Whether it is for every location, also for those that do not exist yet. */
    static boolean openEverywhere() {
        return open(EVERYWHERE);
    }

    /** The locations that it is for, for what is judged later; null: every one. */
    static @Nullable List<String> bound() {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller == null || openEverywhere()) {
            return null;
        }
        return caller.getAuthorities().stream()
                .map(authority -> String.valueOf(authority.getAuthority()))
                .filter(authority -> authority.startsWith(PREFIX))
                .map(authority -> authority.substring(PREFIX.length()))
                .sorted()
                .toList();
    }

    static void check(String location) {
        check(location, "location");
    }

    /** @param field where the request names it */
    static void check(String location, String field) {
        if (!open(location)) {
            throw new Refusal("LOCATION_FORBIDDEN", "This key is not for location " + location + ".", field, Map.of());
        }
    }

    /** For what tells of all locations at once. */
    static void checkEverywhere(String detail) {
        if (!openEverywhere()) {
            throw new Refusal("LOCATION_FORBIDDEN", detail);
        }
    }
}
