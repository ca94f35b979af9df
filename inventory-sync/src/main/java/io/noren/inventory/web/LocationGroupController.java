package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import io.noren.inventory.availability.LocationGroup;
import io.noren.inventory.availability.LocationGroups;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A group says what is sold from where, so it concerns every location. */
@RestController
@RequestMapping("/api/v1/location-groups")
class LocationGroupController {

    private static final String FOR_ALL = "Groups concern every location; this key is only for some.";

    private final LocationGroups groups;

    LocationGroupController(LocationGroups groups) {
        this.groups = groups;
    }

    record GroupBody(
            @Nullable String id,
            @NotBlank String name,
            @Nullable List<@NotBlank String> locations,
            @Nullable Long version) {

        static GroupBody of(Versioned<LocationGroup> stored) {
            LocationGroup group = stored.value();
            return new GroupBody(
                    group.id(), group.name(), List.copyOf(new TreeSet<>(group.locations())), stored.version());
        }

        LocationGroup toGroup(String path) {
            Versions.checkSameId(path, id);
            return new LocationGroup(path, name, locations == null ? Set.of() : Set.copyOf(locations));
        }
    }

    record Page(List<GroupBody> locationGroups, @Nullable String next) {}

    @PutMapping("/{id}")
    ResponseEntity<GroupBody> put(
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody GroupBody body) {
        LocationKeys.checkEverywhere(FOR_ALL);
        Versioned<LocationGroup> stored = groups.put(body.toGroup(id), Versions.seen(ifMatch, body.version()));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(GroupBody.of(stored));
    }

    @GetMapping("/{id}")
    ResponseEntity<GroupBody> get(@PathVariable String id) {
        LocationKeys.checkEverywhere(FOR_ALL);
        Versioned<LocationGroup> stored = groups.find(id).orElseThrow(() -> unknown(id));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(GroupBody.of(stored));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            @PathVariable String id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        LocationKeys.checkEverywhere(FOR_ALL);
        if (!groups.delete(id, Versions.seen(ifMatch, null))) {
            throw unknown(id);
        }
        return ResponseEntity.noContent().build();
    }

    /** In the order of ids, at most 500 at once. */
    @GetMapping
    Page all(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        LocationKeys.checkEverywhere(FOR_ALL);
        int most = Pages.limit(limit);
        List<GroupBody> page =
                groups.after(after, most).stream().map(GroupBody::of).toList();
        return new Page(page, Pages.next(page, most, GroupBody::id));
    }

    private static Refusal unknown(String id) {
        return new Refusal("NO_SUCH_LOCATION_GROUP", "There is no location group " + id + ".");
    }
}
