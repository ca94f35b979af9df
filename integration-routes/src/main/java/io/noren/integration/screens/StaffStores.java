package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** The stores that a signed-in person works in: authority {@code location:<id>}, or {@code location:*} for all. */
@Component
class StaffStores {
    private final Locations locations;

    StaffStores(Locations locations) {
        this.locations = locations;
    }

    /** By id; warehouses are not among them. */
    List<Location> of(Authentication staff) {
        return locations.all().stream()
                .filter(location -> location.kind() == Location.Kind.STORE && mayWorkIn(location.id(), staff))
                .toList();
    }

    /**
     * The store that was asked for; the first one when none was.
     *
     * @return empty when this person has no store at all
     * @throws AccessDeniedException when it is not one of theirs
     */
    Optional<Location> chosen(@Nullable String wanted, Authentication staff) {
        List<Location> stores = of(staff);
        if (wanted == null || wanted.isEmpty()) {
            return stores.stream().findFirst();
        }
        return Optional.of(stores.stream()
                .filter(store -> store.id().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new AccessDeniedException("not a store of this person")));
    }

    /** For times that belong to no store: the first store's zone. */
    ZoneId zone() {
        return locations.all().stream().map(Location::zone).findFirst().orElse(ZoneId.of("UTC"));
    }

    private static boolean mayWorkIn(String location, Authentication staff) {
        return staff.getAuthorities().stream()
                .map(authority -> authority.getAuthority())
                .anyMatch(held -> "location:*".equals(held) || ("location:" + location).equals(held));
    }
}
