package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.pos.LocationBinding;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** The stores that a signed-in person works in: authority {@code location:<id>}, or {@code location:*} for all. */
@Component
class StaffStores {
    private static final String LOCATION = "location:";

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

    /** All places with stock where this person works: the stores first, then the warehouses. */
    List<Location> places(Authentication staff) {
        return locations.all().stream()
                .filter(location -> mayWorkIn(location.id(), staff))
                .sorted(Comparator.comparing(Location::kind))
                .toList();
    }

    /**
     * One of these places.
     *
     * @throws AccessDeniedException when it is not one of theirs, or there is none of this name
     */
    Location place(String id, Authentication staff) {
        return places(staff).stream()
                .filter(place -> place.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AccessDeniedException("not a place of this person"));
    }

    /** The one place that was asked for; all of theirs when none was. */
    List<Location> places(@Nullable String wanted, Authentication staff) {
        return wanted == null || wanted.isEmpty() ? places(staff) : List.of(place(wanted, staff));
    }

    /** Everybody's places, for whoever says where goods go or come from. */
    List<Location> everyPlace() {
        return locations.all();
    }

    /** Whether this is one of theirs; not, for none. */
    boolean works(@Nullable String id, Authentication staff) {
        return places(staff).stream().anyMatch(place -> place.id().equals(id));
    }

    /** Any place, for its name. */
    Optional<Location> known(String id) {
        return locations.find(id);
    }

    /** What a place is called; of one that is not known, its id. */
    String name(String id) {
        return known(id).map(Location::name).orElse(id);
    }

    /** In which a place's times are told. */
    ZoneId zoneOf(Optional<Location> place) {
        return place.map(Location::zone).orElseGet(this::zone);
    }

    /** Whether this person works everywhere, also where nothing is yet: then they may see and do what concerns all. */
    static boolean everywhere(Authentication staff) {
        return mayWorkIn("*", staff);
    }

    /** Whether this person may decide what is parked, and mend the books. */
    static boolean administrator(Authentication staff) {
        return staff.getAuthorities().stream().anyMatch(held -> "scope:admin".equals(held.getAuthority()));
    }

    /** For times that belong to no store: the first store's zone. */
    ZoneId zone() {
        return locations.all().stream().map(Location::zone).findFirst().orElse(ZoneId.of("UTC"));
    }

    /** What this person may see of what tills told. */
    static LocationBinding binding(Authentication staff) {
        return everywhere(staff)
                ? LocationBinding.UNBOUND
                : LocationBinding.to(staff.getAuthorities().stream()
                        .map(authority -> authority.getAuthority())
                        .filter(held -> held != null && held.startsWith(LOCATION))
                        .map(held -> held.substring(LOCATION.length()))
                        .toList());
    }

    private static boolean mayWorkIn(String location, Authentication staff) {
        return staff.getAuthorities().stream()
                .map(authority -> authority.getAuthority())
                .anyMatch(held -> (LOCATION + "*").equals(held) || (LOCATION + location).equals(held));
    }
}
