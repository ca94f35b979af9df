package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.ShelfPlaces;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where items stand in a store. */
@RestController
@RequestMapping("/api/v1/locations/{id}/shelf-places")
class ShelfPlaceController {
    private final ShelfPlaces places;

    ShelfPlaceController(ShelfPlaces places) {
        this.places = places;
    }

    record PlaceBody(@NotBlank String sku, @NotBlank String place) {}

    record All(@NotNull List<@NotNull @Valid PlaceBody> places) {

        static All of(Map<String, String> bySku) {
            return new All(bySku.entrySet().stream()
                    .map(each -> new PlaceBody(each.getKey(), each.getValue()))
                    .toList());
        }
    }

    @PutMapping
    All put(@PathVariable String id, @Valid @RequestBody All body) {
        LocationKeys.check(id, "id");
        Map<String, String> bySku = new LinkedHashMap<>();
        for (PlaceBody each : body.places()) {
            if (bySku.put(each.sku(), each.place()) != null) {
                throw Refusal.ofField("BAD_SHELF_PLACE", "places", each.sku() + " has two places: give one.");
            }
        }
        places.put(id, bySku);
        return All.of(places.of(id));
    }

    @GetMapping
    All get(@PathVariable String id) {
        LocationKeys.check(id, "id");
        return All.of(places.of(id));
    }
}
