package io.noren.inventory.web;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/locations")
class LocationController {

    private final Locations locations;

    LocationController(Locations locations) {
        this.locations = locations;
    }

    record LocationBody(
            @Nullable String id,
            @Nullable String gln,
            @NotBlank String name,
            Location.@NotNull Kind kind,
            @NotBlank String zone,
            @Nullable String openingHours,
            @Nullable PickupBody pickup,
            @Nullable GeoPoint position,
            @Nullable List<String> tills,
            @Nullable Long version) {

        static LocationBody of(Versioned<Location> stored) {
            Location location = stored.value();
            return new LocationBody(
                    location.id(),
                    location.gln(),
                    location.name(),
                    location.kind(),
                    location.zone().getId(),
                    location.openingHours(),
                    new PickupBody(location.pickupEnabled()),
                    location.position(),
                    location.tills(),
                    stored.version());
        }

        Location toLocation(String path) {
            if (id != null && !id.equals(path)) {
                throw new Refusal("BAD_LOCATION_ID", "The body's id is not the address's.", "id", Map.of());
            }
            return new Location(
                    path,
                    gln,
                    name,
                    kind,
                    zoneId(),
                    openingHours,
                    pickup != null && pickup.enabled(),
                    position,
                    tills == null ? List.of() : tills);
        }

        private ZoneId zoneId() {
            try {
                return ZoneId.of(zone);
            } catch (DateTimeException e) {
                Refusal refusal = new Refusal(
                        "UNKNOWN_ZONE",
                        "No time zone '" + zone + "': give an IANA name, e.g. Asia/Tokyo.",
                        "zone",
                        Map.of());
                refusal.initCause(e);
                throw refusal;
            }
        }
    }

    record PickupBody(boolean enabled) {}

    record All(List<LocationBody> locations) {}

    @PutMapping("/{id}")
    ResponseEntity<LocationBody> put(
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody LocationBody body) {
        LocationKeys.check(id, "id");
        Versioned<Location> stored = locations.put(body.toLocation(id), Versions.seen(ifMatch, body.version()));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(LocationBody.of(stored));
    }

    @GetMapping("/{id}")
    ResponseEntity<LocationBody> get(@PathVariable String id) {
        LocationKeys.check(id, "id");
        Versioned<Location> stored = locations
                .findVersioned(id)
                .orElseThrow(() -> new Refusal("NO_SUCH_LOCATION", "There is no location " + id + "."));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(LocationBody.of(stored));
    }

    /** A key for some locations finds only those. */
    @GetMapping
    All all() {
        return new All(locations.allVersioned().stream()
                .filter(stored -> LocationKeys.open(stored.value().id()))
                .map(LocationBody::of)
                .toList());
    }
}
