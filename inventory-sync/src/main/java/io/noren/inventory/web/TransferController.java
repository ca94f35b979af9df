package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.shipment.Arrivals;
import io.noren.inventory.shipment.NewShipment;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipments;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/**
 * Goods from one location to another. A key for either end may ask for a transfer, see it and call a draft off; sending
 * takes a key for where it leaves, receiving one for where it arrives.
 */
@RestController
@RequestMapping("/api/v1/transfers")
class TransferController {

    private static final int MOST_LISTED = 200;

    private final Shipments shipments;
    private final Arrivals arrivals;

    TransferController(Shipments shipments, Arrivals arrivals) {
        this.shipments = shipments;
        this.arrivals = arrivals;
    }

    /** @param reference the caller's own number for it: asked again with the same content it is the same transfer */
    record NewTransfer(
            @NotBlank String reference,
            @NotBlank String from,
            @NotBlank String to,
            @Nullable Instant expectedAt,
            @NotNull List<ShipmentBodies.@NotNull @Valid NewLine> lines) {

        NewShipment toShipment() {
            return new NewShipment(
                    Kind.TRANSFER,
                    reference,
                    from,
                    null,
                    to,
                    expectedAt,
                    lines.stream()
                            .map(line ->
                                    new NewShipment.Line(line.line(), line.sku(), line.quantity(), line.expectedAt()))
                            .toList());
        }
    }

    /**
     * @param occurredAt now when absent
     * @param expectedAt when it is another time than was said
     * @param lines what leaves, where it is not all; a line that is not in it stays behind
     */
    record Dispatch(
            @Nullable Instant occurredAt,
            @Nullable Instant expectedAt,
            @Nullable List<@NotNull @Valid Sent> lines) {

        @Nullable
        Map<String, BigDecimal> sent() {
            if (lines == null) {
                return null;
            }
            Map<String, BigDecimal> sent = new LinkedHashMap<>();
            for (Sent line : lines) {
                if (sent.put(line.line(), line.quantity()) != null) {
                    throw new Refusal("BAD_LINES", "Name each line once.", "lines", Map.of());
                }
            }
            return sent;
        }
    }

    record Sent(@NotBlank String line, @NotNull BigDecimal quantity) {}

    @PostMapping
    ResponseEntity<Shipment> ask(@Valid @RequestBody NewTransfer body) {
        if (!LocationKeys.open(body.from())) {
            LocationKeys.check(body.to(), "to");
        }
        Shipment made = shipments.create(body.toShipment());
        return ResponseEntity.created(URI.create("/api/v1/transfers/" + made.id()))
                .body(made);
    }

    @PostMapping("/{id}/dispatch")
    Shipment dispatch(@PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable Dispatch body) {
        LocationKeys.check(String.valueOf(mine(id).from()), "from");
        return body == null
                ? shipments.dispatch(id, null, null, null)
                : shipments.dispatch(id, body.occurredAt(), body.expectedAt(), body.sent());
    }

    @PostMapping("/{id}/receive")
    Shipment receive(@PathVariable UUID id, @Valid @RequestBody ShipmentBodies.Receive body) {
        Shipment shipment = mine(id);
        String location = body.location();
        LocationKeys.check(location == null ? shipment.to() : location, "location");
        return arrivals.receive(id, Kind.TRANSFER, body.toReceiving());
    }

    @PostMapping("/{id}/close")
    Shipment close(@PathVariable UUID id, @RequestBody ShipmentBodies.Close body) {
        LocationKeys.check(mine(id).to(), "to");
        return arrivals.close(id, Kind.TRANSFER, body.reason());
    }

    @PostMapping("/{id}/cancel")
    Shipment cancel(@PathVariable UUID id) {
        return shipments.cancel(mine(id).id(), Kind.TRANSFER);
    }

    @PostMapping("/{id}/reschedule")
    Shipment reschedule(@PathVariable UUID id, @Valid @RequestBody ShipmentBodies.Reschedule body) {
        return shipments.reschedule(mine(id).id(), Kind.TRANSFER, body.expectedAt(), body.byLine());
    }

    @GetMapping("/{id}")
    Shipment one(@PathVariable UUID id) {
        return mine(id);
    }

    @GetMapping
    ShipmentBodies.Page list(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable List<Shipment.State> state,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit) {
        boolean mine = (from != null && LocationKeys.open(from)) || (to != null && LocationKeys.open(to));
        if (!mine) {
            LocationKeys.checkEverywhere("This key is only for some locations: name one of them as 'from' or 'to'.");
        }
        int most = Math.max(1, Math.min(limit, MOST_LISTED));
        return ShipmentBodies.Page.of(
                shipments.list(
                        Kind.TRANSFER, from, to, Optional.ofNullable(state).orElse(List.of()), after, most),
                most);
    }

    private Shipment mine(UUID id) {
        Shipment shipment = shipments.find(id, Kind.TRANSFER).orElseThrow(() -> Shipments.unknown(id, Kind.TRANSFER));
        if (!LocationKeys.open(String.valueOf(shipment.from()))) {
            LocationKeys.check(shipment.to(), "to");
        }
        return shipment;
    }
}
