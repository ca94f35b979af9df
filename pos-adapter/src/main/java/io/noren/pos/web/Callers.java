package io.noren.pos.web;

import io.noren.pos.LocationBinding;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** What the caller of this request may speak for, by its authorities {@code location:<id>} and {@code location:*}. */
final class Callers {
    private static final String LOCATION = "location:";

    private Callers() {}

    /** Without any sign-in there is no guard at all in front of this module: then it is being worked on alone. */
    static LocationBinding binding() {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller == null) {
            return LocationBinding.UNBOUND;
        }
        var locations = caller.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .filter(authority -> authority != null && authority.startsWith(LOCATION))
                .map(authority -> authority.substring(LOCATION.length()))
                .toList();
        return locations.contains("*") ? LocationBinding.UNBOUND : LocationBinding.to(locations);
    }
}
