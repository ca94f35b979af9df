package io.noren.inventory.web;

import io.noren.inventory.PromiseLimits;
import io.noren.inventory.PromiseLimits.BeyondStock;
import io.noren.inventory.PromiseLimits.Limits;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How much of an item may be promised to one owner, and beyond what is on hand. */
@RestController
@RequestMapping("/api/v1/items/{sku}/promise-limits")
class PromiseLimitController {

    private final PromiseLimits limits;

    PromiseLimitController(PromiseLimits limits) {
        this.limits = limits;
    }

    record LimitsBody(
            @Nullable BigDecimal maxPerOwner, @Nullable List<@NotNull @Valid BeyondBody> beyondStock) {

        Limits toLimits() {
            return new Limits(
                    maxPerOwner,
                    beyondStock == null
                            ? List.of()
                            : beyondStock.stream().map(BeyondBody::toBeyond).toList());
        }
    }

    record BeyondBody(
            @NotBlank String location,
            @Nullable BigDecimal backorder,
            @Nullable BigDecimal preorder,
            @Nullable Instant availableFrom) {

        BeyondStock toBeyond() {
            return new BeyondStock(
                    location,
                    Objects.requireNonNullElse(backorder, BigDecimal.ZERO),
                    Objects.requireNonNullElse(preorder, BigDecimal.ZERO),
                    availableFrom);
        }
    }

    @GetMapping
    Limits get(@PathVariable String sku) {
        return limits.of(sku);
    }

    @PutMapping
    Limits put(@PathVariable String sku, @Valid @RequestBody LimitsBody body) {
        List<BeyondBody> beyond = Objects.requireNonNullElse(body.beyondStock(), List.of());
        for (int i = 0; i < beyond.size(); i++) {
            LocationKeys.check(beyond.get(i).location(), "beyondStock[" + i + "].location");
        }
        limits.put(sku, body.toLimits());
        return limits.of(sku);
    }
}
