package io.noren.loyalty.web;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Who a request is by. */
final class Actor {
    private Actor() {}

    static String name(@Nullable Principal principal) {
        return principal == null ? "unknown" : principal.getName();
    }
}
