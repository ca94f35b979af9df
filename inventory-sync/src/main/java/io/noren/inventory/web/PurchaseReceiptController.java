package io.noren.inventory.web;

import io.noren.inventory.shipment.Arrivals;
import io.noren.inventory.shipment.NewShipment;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipments;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
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
@Tag(name = "Purchase receipts", description = "Announced, incoming with a date, received in parts")
class PurchaseReceiptController {

    private static final int MOST_LISTED = 200;

    private static final String ANNOUNCE = """
            {"reference":"DN-77120","supplier":"Imabari Towels","to":"warehouse","expectedAt":"2026-12-05T00:00:00Z",
             "lines":[{"line":"1","sku":"TOWEL-BLUE","quantity":120},
                      {"line":"2","sku":"TOWEL-RED","quantity":60,"expectedAt":"2026-12-12T00:00:00Z"}]}""";
    private static final String TAKEN = """
            {"title":"Conflict","status":409,"code":"REFERENCE_TAKEN",
             "detail":"The reference DN-77120 was used with other content: choose another.",
             "id":"b1a7c9d2-11f0-4c55-8f3c-6f7f1b2f0a10"}""";

    private final Shipments shipments;
    private final Arrivals arrivals;

    PurchaseReceiptController(Shipments shipments, Arrivals arrivals) {
        this.shipments = shipments;
        this.arrivals = arrivals;
    }

    /** @param reference the supplier's number for the delivery: announced again with the same content it is the same */
    @Schema(name = "NewPurchaseReceipt", example = ANNOUNCE)
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
    @Operation(
            summary = "A delivery is announced",
            description = "Its quantities are `incoming` from now on, with their dates. The same reference of the same"
                    + " supplier with the same content is the same delivery.")
    @ApiResponse(responseCode = "201", description = "Expected", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "409",
            description = "`REFERENCE_TAKEN`",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = ProblemDetail.class),
                            examples = @ExampleObject(TAKEN)))
    ResponseEntity<Shipment> announce(@Valid @RequestBody NewPurchaseReceipt body) {
        LocationKeys.check(body.to(), "to");
        Shipment made = shipments.create(body.toShipment());
        return ResponseEntity.created(URI.create("/api/v1/purchase-receipts/" + made.id()))
                .body(made);
    }

    @PostMapping("/{id}/receive")
    @Operation(
            summary = "Something of it arrives",
            description =
                    "In as many goes as it takes; each has a `receipt` of its own, which said again changes nothing."
                            + " More than is outstanding must be said to be `over`, other items are `unexpected`.")
    @ApiResponse(responseCode = "200", description = "What is outstanding now", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "409",
            description = "`MORE_THAN_OUTSTANDING`, `RECEIPT_CONFLICT`, `WRONG_STEP`",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = ProblemDetail.class),
                            examples = @ExampleObject(ShipmentBodies.MORE_THAN_OUTSTANDING)))
    Shipment receive(@PathVariable UUID id, @Valid @RequestBody ShipmentBodies.Receive body) {
        return arrivals.receive(mine(id).id(), Kind.PURCHASE, body.toReceiving());
    }

    @PostMapping("/{id}/close")
    @Operation(
            summary = "The rest does not come",
            description = "What is outstanding is named as short, with the reason given, and is incoming no more.")
    Shipment close(@PathVariable UUID id, @RequestBody ShipmentBodies.Close body) {
        return arrivals.close(mine(id).id(), Kind.PURCHASE, body.reason());
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "Nothing of it comes", description = "Before its first receipt; later, close it.")
    @ApiResponse(responseCode = "200", description = "Cancelled", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "409",
            description = "`WRONG_STEP` when something has come",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = ProblemDetail.class),
                            examples = @ExampleObject(ShipmentBodies.WRONG_STEP)))
    Shipment cancel(@PathVariable UUID id) {
        return shipments.cancel(mine(id).id(), Kind.PURCHASE);
    }

    @PostMapping("/{id}/reschedule")
    @Operation(summary = "It is expected at another time", description = "Availability says the new date at once.")
    Shipment reschedule(@PathVariable UUID id, @Valid @RequestBody ShipmentBodies.Reschedule body) {
        return shipments.reschedule(mine(id).id(), Kind.PURCHASE, body.expectedAt(), body.byLine());
    }

    @GetMapping("/{id}")
    @Operation(summary = "One delivery")
    Shipment one(@PathVariable UUID id) {
        return mine(id);
    }

    @GetMapping
    @Operation(
            summary = "Deliveries, the oldest first",
            description =
                    "At most 200 at once; go on with `after` = `next`. A key for some locations names the one it asks"
                            + " about.")
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
