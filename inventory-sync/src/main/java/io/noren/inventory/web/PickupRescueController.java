package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupRescues;
import io.noren.inventory.pickup.PickupTakeovers;
import io.noren.inventory.pickup.Rescue;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.Substitutes;
import io.noren.inventory.pickup.handover.HandoverCode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What becomes of an order that a store cannot serve as it was placed. */
@RestController
class PickupRescueController {

    private final PickupDesk desk;
    private final PickupRescues rescues;
    private final PickupTakeovers takeovers;
    private final Substitutes substitutes;

    PickupRescueController(PickupDesk desk, PickupRescues rescues, PickupTakeovers takeovers, Substitutes substitutes) {
        this.desk = desk;
        this.rescues = rescues;
        this.takeovers = takeovers;
        this.substitutes = substitutes;
    }

    record All(List<Rescue> rescues) {}

    record ChoiceBody(@NotNull Integer option) {}

    record RerouteBody(
            @NotBlank String location,
            @Nullable String device,
            @Nullable String reason) {}

    /** @param handoverCode and its QR form: shown now and never again */
    record TakenOver(
            Pickup order,
            @Nullable String handoverCode,
            @Nullable String handoverQr) {

        static @Nullable TakenOver of(PickupDesk.@Nullable Placed placed) {
            if (placed == null) {
                return null;
            }
            HandoverCode code = placed.code();
            return new TakenOver(placed.pickup(), code == null ? null : code.pin(), code == null ? null : code.qr());
        }
    }

    record Chosen(Rescue rescue, @Nullable TakenOver takenOverBy) {}

    record SubstitutesBody(@NotNull List<@NotBlank String> substitutes) {}

    @GetMapping("/api/v1/pickup-orders/{id}/rescues")
    All rescues(@PathVariable UUID id) {
        checkLocation(id);
        return new All(rescues.of(id));
    }

    /** For a shop that asks its customer itself. */
    @PostMapping("/api/v1/pickup-orders/{id}/rescues/{rescue}/choose")
    Chosen choose(@PathVariable UUID id, @PathVariable UUID rescue, @Valid @RequestBody ChoiceBody body) {
        checkLocation(id);
        if (rescues.find(rescue).filter(found -> found.pickup().equals(id)).isEmpty()) {
            throw new Refusal("UNKNOWN_RESCUE", "There is no such offer.");
        }
        PickupRescues.Decided decided = rescues.choose(rescue, body.option());
        return new Chosen(decided.rescue(), TakenOver.of(decided.takenOverBy()));
    }

    @PostMapping("/api/v1/pickup-orders/{id}/reroute")
    @Nullable
    TakenOver reroute(@PathVariable UUID id, @Valid @RequestBody RerouteBody body) {
        checkLocation(id);
        PickupDesk.Placed there = takeovers.reroute(id, body.location(), StepNote.said(body.device(), body.reason()));
        // A store that sends an order away is not the one that tells the customer.
        return TakenOver.of(LocationKeys.openEverywhere() ? there : new PickupDesk.Placed(there.pickup(), null));
    }

    @GetMapping("/api/v1/items/{sku}/substitutes")
    Map<String, List<String>> substitutes(@PathVariable String sku) {
        return Map.of("substitutes", substitutes.get(sku));
    }

    @PutMapping("/api/v1/items/{sku}/substitutes")
    Map<String, List<String>> putSubstitutes(@PathVariable String sku, @Valid @RequestBody SubstitutesBody body) {
        return Map.of("substitutes", substitutes.put(sku, body.substitutes()));
    }

    private void checkLocation(UUID id) {
        LocationKeys.check(desk.locationOf(id)
                .orElseThrow(() -> new Refusal("UNKNOWN_PICKUP_ORDER", "There is no pickup order " + id + ".")));
    }
}
