package io.noren.integration.floor;

import io.noren.integration.floor.ItemReviews.Review;
import io.noren.integration.floor.ItemReviews.Reviews;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the web shop tells of an item's reviews. */
@RestController
@RequestMapping("/api/v1/items/{sku}/reviews")
class ItemReviewsController {
    private static final Reviews NONE = new Reviews(BigDecimal.ZERO, 0, List.of());

    private final ItemReviews reviews;

    ItemReviewsController(ItemReviews reviews) {
        this.reviews = reviews;
    }

    record Told(
            @NotNull BigDecimal average,
            int reviews,
            @Nullable List<@NotNull Review> latest) {}

    @PutMapping
    Reviews put(@PathVariable String sku, @Valid @RequestBody Told told) {
        reviews.put(
                sku, new Reviews(told.average(), told.reviews(), told.latest() == null ? List.of() : told.latest()));
        return get(sku);
    }

    @GetMapping
    Reviews get(@PathVariable String sku) {
        return reviews.of(sku).orElse(NONE);
    }
}
