package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupHandovers;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.handover.HandoverChecks;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverProof;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The moment at the counter, and what it takes. */
@RestController
class PickupHandoverController {

    private final PickupDesk desk;
    private final PickupHandovers handovers;
    private final HandoverChecks checks;

    PickupHandoverController(PickupDesk desk, PickupHandovers handovers, HandoverChecks checks) {
        this.desk = desk;
        this.handovers = handovers;
        this.checks = checks;
    }

    record CodeBody(
            @NotBlank String code,
            @Nullable Set<HandoverChecks.Kind> checked,
            @Nullable Instant handedOverAt,
            @Nullable String device,
            @Nullable String reason) {

        HandoverProof proof() {
            return new HandoverProof(code, checked == null ? Set.of() : checked, handedOverAt);
        }
    }

    record ScanBody(@NotBlank String code, @NotBlank String location) {}

    /** @param checks what is to be looked at before the goods are handed over */
    record Scanned(Pickup order, List<HandoverChecks.Check> checks) {}

    record NoteBody(@Nullable String device, @Nullable String reason) {}

    record DelegateBody(
            @Nullable String name,
            @Nullable String device,
            @Nullable String reason) {}

    record Code(String handoverCode, String handoverQr) {}

    record CheckBody(@Nullable Integer minimumAge, boolean identity) {}

    @PostMapping("/api/v1/pickup-orders/{id}/handover")
    Pickup handOver(@PathVariable UUID id, @Valid @RequestBody CodeBody body) {
        checkLocation(id);
        return handovers.handOver(id, body.proof(), StepNote.said(body.device(), body.reason()));
    }

    @PostMapping("/api/v1/pickup-orders/scan")
    Scanned scan(@Valid @RequestBody ScanBody body) {
        LocationKeys.check(body.location());
        Pickup order = handovers.scanned(body.code(), body.location());
        return new Scanned(
                order, checks.of(order.lines().stream().map(Pickup.Line::sku).toList()));
    }

    /** For whoever may tell the customer; a store that could ask for it would need no customer. */
    @PostMapping("/api/v1/pickup-orders/{id}/replace-code")
    Code replaceCode(@PathVariable UUID id, @RequestBody(required = false) @Nullable NoteBody body) {
        LocationKeys.checkEverywhere("Only a key for all locations gets a handover code: it is the customer's.");
        StepNote note = body == null ? StepNote.NONE : StepNote.said(body.device(), body.reason());
        HandoverCode code = handovers.replaceCode(id, note);
        return new Code(code.pin(), code.qr());
    }

    @PostMapping("/api/v1/pickup-orders/{id}/delegate")
    Pickup delegate(@PathVariable UUID id, @RequestBody DelegateBody body) {
        checkLocation(id);
        return handovers.delegate(id, body.name(), StepNote.said(body.device(), body.reason()));
    }

    @GetMapping("/api/v1/items/{sku}/handover-check")
    HandoverChecks.Check handoverCheck(@PathVariable String sku) {
        return checks.get(sku);
    }

    @PutMapping("/api/v1/items/{sku}/handover-check")
    HandoverChecks.Check putHandoverCheck(@PathVariable String sku, @RequestBody CheckBody body) {
        return checks.put(sku, body.minimumAge(), body.identity());
    }

    private void checkLocation(UUID id) {
        LocationKeys.check(desk.locationOf(id)
                .orElseThrow(() -> new Refusal("UNKNOWN_PICKUP_ORDER", "There is no pickup order " + id + ".")));
    }
}
