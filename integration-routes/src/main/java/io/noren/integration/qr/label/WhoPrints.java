package io.noren.integration.qr.label;

import io.noren.integration.qr.label.LabelRefused.Reason;
import org.springframework.security.core.Authentication;

/** Who may print labels of which location: keys and staff are bound to some, or to none. */
final class WhoPrints {
    private WhoPrints() {}

    /** @throws LabelRefused {@code LOCATION_FORBIDDEN} */
    static void checked(Authentication caller, String location) {
        boolean mayWorkIn = caller.getAuthorities().stream()
                .map(authority -> authority.getAuthority())
                .anyMatch(held -> "location:*".equals(held) || ("location:" + location).equals(held));
        if (!mayWorkIn) {
            throw new LabelRefused(
                    Reason.LOCATION_FORBIDDEN, "location", "You do not work for location " + location + ".");
        }
    }
}
