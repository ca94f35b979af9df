package io.noren.inventory;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who is doing this, for the ledger. */
public final class Actor {

    private Actor() {}

    /** The signed-in client or staff member; {@code system} for routes and sweepers. */
    public static String current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? "system" : authentication.getName();
    }
}
