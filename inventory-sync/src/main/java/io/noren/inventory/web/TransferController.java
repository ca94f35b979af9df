package io.noren.inventory.web;

import io.noren.inventory.Refusal;
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
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/**
 * Goods from one location to another. A key for either end may ask for a transfer, see it and call a draft off; sending
 * takes a key for where it leaves, receiving one for where it arrives.
 */
@RestController
@RequestMapping("/api/v1/transfers")
@Tag(name = "Transfers", description = "From shelf to shelf; in transit belongs to neither")
class TransferController {

    private static final int MOST_LISTED = 200;

    private static final String ASK = """
            {"reference":"T-2026-0042","from":"warehouse","to":"ginza","expectedAt":"2026-12-01T01:00:00Z",
             "lines":[{"line":"1","sku":"SHIRT-M-WHITE","quantity":10}]}""";
    private static final String SEND = """
            {"expectedAt":"2026-12-01T01:00:00Z","lines":[{"line":"1","quantity":10}]}""";
    private static final String INSUFFICIENT = """
            {"title":"Conflict","status":409,"code":"INSUFFICIENT_STOCK",
             "detail":"warehouse has not enough that is not promised for 1 of 1 lines; nothing left.",
             "lines":[{"line":"1","sku":"SHIRT-M-WHITE","location":"warehouse","requested":10,"available":4}]}""";
    private static final String TAKEN = """
            {"title":"Conflict","status":409,"code":"REFERENCE_TAKEN",
             "detail":"The reference T-2026-0042 was used with other content: choose another.",
             "id":"5f0c1b56-5b0e-4a2e-9d0c-3f5c7d2a9b11"}""";

    private final Shipments shipments;
    private final Arrivals arrivals;

    TransferController(Shipments shipments, Arrivals arrivals) {
        this.shipments = shipments;
        this.arrivals = arrivals;
    }

    /** @param reference the caller's own number for it: asked again with the same content it is the same transfer */
    @Schema(name = "NewTransfer", example = ASK)
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
    @Schema(name = "DispatchTransfer", example = SEND)
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
    @Operation(
            summary = "Ask for a transfer",
            description =
                    "A draft: nothing moves before it is dispatched. The same reference with the same content is the"
                            + " same transfer.")
    @ApiResponse(
            responseCode = "201",
            description = "The draft",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(ShipmentBodies.SHIPMENT)))
    @ApiResponse(
            responseCode = "409",
            description = "`REFERENCE_TAKEN`",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = ProblemDetail.class),
                            examples = @ExampleObject(TAKEN)))
    ResponseEntity<Shipment> ask(@Valid @RequestBody NewTransfer body) {
        if (!LocationKeys.open(body.from())) {
            LocationKeys.check(body.to(), "to");
        }
        Shipment made = shipments.create(body.toShipment());
        return ResponseEntity.created(URI.create("/api/v1/transfers/" + made.id()))
                .body(made);
    }

    @PostMapping("/{id}/dispatch")
    @Operation(
            summary = "The goods leave",
            description = "All or none, and never what is promised to others. From then on they are `incoming` at the"
                    + " target and on no shelf. Said again it changes nothing.")
    @ApiResponse(responseCode = "200", description = "On its way", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "409",
            description =
                    "`INSUFFICIENT_STOCK` with what is available for each line that lacks something; `WRONG_STEP`",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = ProblemDetail.class),
                            examples = @ExampleObject(INSUFFICIENT)))
    Shipment dispatch(@PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable Dispatch body) {
        LocationKeys.check(String.valueOf(mine(id).from()), "from");
        return body == null
                ? shipments.dispatch(id, null, null, null)
                : shipments.dispatch(id, body.occurredAt(), body.expectedAt(), body.sent());
    }

    @PostMapping("/{id}/receive")
    @Operation(
            summary = "Something of it arrives, or comes back",
            description =
                    "In as many goes as it takes; each has a `receipt` of its own, which said again changes nothing."
                            + " More than is outstanding must be said to be `over`, other items are `unexpected`; with the"
                            + " damaged part they are named in `discrepancies`. With `location` = `from` it comes back.")
    @ApiResponse(
            responseCode = "200",
            description = "What is received and what is outstanding now",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(ShipmentBodies.SHIPMENT)))
    @ApiResponse(
            responseCode = "409",
            description = "`MORE_THAN_OUTSTANDING`, `RECEIPT_CONFLICT`, `WRONG_STEP`",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = ProblemDetail.class),
                            examples = @ExampleObject(ShipmentBodies.MORE_THAN_OUTSTANDING)))
    Shipment receive(@PathVariable UUID id, @Valid @RequestBody ShipmentBodies.Receive body) {
        Shipment shipment = mine(id);
        String location = body.location();
        LocationKeys.check(location == null ? shipment.to() : location, "location");
        return arrivals.receive(id, Kind.TRANSFER, body.toReceiving());
    }

    @PostMapping("/{id}/close")
    @Operation(
            summary = "Name the rest as missing",
            description = "What is outstanding is shrinkage on the way, with the reason given. What turns up later may"
                    + " still be received as `over`.")
    @ApiResponse(responseCode = "200", description = "Closed", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "409",
            description = "`WRONG_STEP` for a draft",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = ProblemDetail.class),
                            examples = @ExampleObject(ShipmentBodies.WRONG_STEP)))
    Shipment close(@PathVariable UUID id, @RequestBody ShipmentBodies.Close body) {
        LocationKeys.check(mine(id).to(), "to");
        return arrivals.close(id, Kind.TRANSFER, body.reason());
    }

    @PostMapping("/{id}/cancel")
    @Operation(
            summary = "Call a draft off",
            description = "What has left is received back where it came from, or closed with a reason.")
    @ApiResponse(responseCode = "200", description = "Cancelled", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "409",
            description = "`WRONG_STEP` when it has left",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(implementation = ProblemDetail.class),
                            examples = @ExampleObject(ShipmentBodies.WRONG_STEP)))
    Shipment cancel(@PathVariable UUID id) {
        return shipments.cancel(mine(id).id(), Kind.TRANSFER);
    }

    @PostMapping("/{id}/reschedule")
    @Operation(summary = "It is expected at another time", description = "Availability says the new date at once.")
    Shipment reschedule(@PathVariable UUID id, @Valid @RequestBody ShipmentBodies.Reschedule body) {
        return shipments.reschedule(mine(id).id(), Kind.TRANSFER, body.expectedAt(), body.byLine());
    }

    @GetMapping("/{id}")
    @Operation(summary = "One transfer")
    Shipment one(@PathVariable UUID id) {
        return mine(id);
    }

    @GetMapping
    @Operation(
            summary = "Transfers, the oldest first",
            description = "At most 200 at once; go on with `after` = `next`. A key for some locations names one of them"
                    + " as `from` or `to`.")
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
