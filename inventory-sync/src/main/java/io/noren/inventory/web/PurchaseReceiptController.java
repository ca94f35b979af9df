package io.noren.inventory.web;

import io.noren.inventory.shipment.Arrivals;
import io.noren.inventory.shipment.NewShipment;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipments;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What suppliers have announced and deliver. */
@RestController
@RequestMapping("/api/v1/purchase-receipts")
class PurchaseReceiptController {

    private static final int MOST_LISTED = 200;

    private final Shipments shipments;
    private final Arrivals arrivals;

    PurchaseReceiptController(Shipments shipments, Arrivals arrivals) {
        this.shipments = shipments;
        this.arrivals = arrivals;
    }

    /** @param reference the supplier's number for the delivery: announced again with the same content it is the same */
    record NewPurchaseReceipt(
            @NotBlank String reference,
            @NotBlank String supplier,
            @NotBlank String to,
            @Nullable Instant expectedAt,
            @NotNull List<ShipmentBodies.@NotNull @Valid NewLine> lines) {

        NewShipment toShipment() {
            return new NewShipment(
                    Kind.PURCHASE,
                    reference,
                    null,
                    supplier,
                    to,
                    expectedAt,
                    lines.stream()
                            .map(line ->
                                    new NewShipment.Line(line.line(), line.sku(), line.quantity(), line.expectedAt()))
                            .toList());
        }
    }

    @PostMapping
    ResponseEntity<Shipment> announce(@Valid @RequestBody NewPurchaseReceipt body) {
        LocationKeys.check(body.to(), "to");
        Shipment made = shipments.create(body.toShipment());
        return ResponseEntity.created(URI.create("/api/v1/purchase-receipts/" + made.id()))
                .body(made);
    }

    @PostMapping("/{id}/receive")
    Shipment receive(@PathVariable UUID id, @Valid @RequestBody ShipmentBodies.Receive body) {
        return arrivals.receive(mine(id).id(), Kind.PURCHASE, body.toReceiving());
    }

    @PostMapping("/{id}/close")
    Shipment close(@PathVariable UUID id, @RequestBody ShipmentBodies.Close body) {
        return arrivals.close(mine(id).id(), Kind.PURCHASE, body.reason());
    }

    @PostMapping("/{id}/cancel")
    Shipment cancel(@PathVariable UUID id) {
        return shipments.cancel(mine(id).id(), Kind.PURCHASE);
    }

    @PostMapping("/{id}/reschedule")
    Shipment reschedule(@PathVariable UUID id, @Valid @RequestBody ShipmentBodies.Reschedule body) {
        return shipments.reschedule(mine(id).id(), Kind.PURCHASE, body.expectedAt(), body.byLine());
    }

    @GetMapping("/{id}")
    Shipment one(@PathVariable UUID id) {
        return mine(id);
    }

    @GetMapping
    ShipmentBodies.Page list(
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable List<Shipment.State> state,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit) {
        if (to == null) {
            LocationKeys.checkEverywhere("This key is only for some locations: name the one that is asked about.");
        } else {
            LocationKeys.check(to, "to");
        }
        int most = Math.max(1, Math.min(limit, MOST_LISTED));
        return ShipmentBodies.Page.of(
                shipments.list(
                        Kind.PURCHASE, null, to, Optional.ofNullable(state).orElse(List.of()), after, most),
                most);
    }

    private Shipment mine(UUID id) {
        Shipment shipment = shipments.find(id, Kind.PURCHASE).orElseThrow(() -> Shipments.unknown(id, Kind.PURCHASE));
        LocationKeys.check(shipment.to(), "to");
        return shipment;
    }
}
