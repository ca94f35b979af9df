package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Whether the caller's key is for this location, where the location stands in a body or behind an id. */
final class LocationKeys {

    private LocationKeys() {}

    /** Where nobody is signed in there is no security in front, as in tests of this module alone. */
    static boolean open(String location) {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller == null) {
            return true;
        }
        return caller.getAuthorities().stream()
                .map(authority -> String.valueOf(authority.getAuthority()))
                .anyMatch(authority -> authority.equals("location:*") || authority.equals("location:" + location));
    }

    static void check(String location) {
        if (!open(location)) {
            throw new Refusal(
                    "LOCATION_FORBIDDEN", "This key is not for location " + location + ".", "location", Map.of());
        }
    }
}
