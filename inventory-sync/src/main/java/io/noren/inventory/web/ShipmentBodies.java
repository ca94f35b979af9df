package io.noren.inventory.web;

import io.noren.inventory.shipment.Receiving;
import io.noren.inventory.shipment.Shipment;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What transfers and purchase receipts are asked and answered with alike. */
final class ShipmentBodies {

    static final String SHIPMENT = """
            {"id":"5f0c1b56-5b0e-4a2e-9d0c-3f5c7d2a9b11","kind":"TRANSFER","reference":"T-2026-0042","from":"warehouse",
             "to":"ginza","state":"PARTIALLY_RECEIVED","expectedAt":"2026-12-01T01:00:00Z",
             "lines":[{"line":"1","sku":"SHIRT-M-WHITE","quantity":10,"sent":10,"received":6,"damaged":1,"returned":0,
               "missing":0,"over":0,"outstanding":3,"expectedAt":"2026-12-01T01:00:00Z"}],
             "receipts":[{"receipt":"box-1","location":"ginza","occurredAt":"2026-12-01T01:12:00Z","actor":"ginza-desk",
               "recordedAt":"2026-12-01T01:12:01Z",
               "lines":[{"line":"1","sku":"SHIRT-M-WHITE","quantity":6,"damaged":1,"over":0}]}],
             "discrepancies":[{"kind":"DAMAGED","line":"1","sku":"SHIRT-M-WHITE","quantity":1,"receipt":"box-1",
               "note":"torn sleeve","actor":"ginza-desk","namedAt":"2026-12-01T01:12:01Z"}],
             "createdBy":"head-office","createdAt":"2026-11-28T03:00:00Z","dispatchedAt":"2026-11-30T05:00:00Z"}""";

    static final String RECEIVE = """
            {"receipt":"box-1","lines":[{"line":"1","quantity":6,"damaged":1,"over":0,"note":"torn sleeve"}],
             "unexpected":[{"sku":"CAP-RED","quantity":1,"note":"lay on top"}]}""";

    static final String MORE_THAN_OUTSTANDING = """
            {"title":"Conflict","status":409,"code":"MORE_THAN_OUTSTANDING",
             "detail":"Of 1 lines more came than is outstanding: say how much of it is 'over', or look whether somebody \
            else has received it; nothing was booked.",
             "lines":[{"line":"1","sku":"SHIRT-M-WHITE","given":4,"outstanding":3}]}""";

    static final String WRONG_STEP = """
            {"title":"Conflict","status":409,"code":"WRONG_STEP",
             "detail":"It is DISPATCHED; this step is not for that.","state":"DISPATCHED"}""";

    private ShipmentBodies() {}

    /** @param expectedAt where it is another time than the whole shipment's */
    record NewLine(
            @NotBlank String line,
            @NotBlank String sku,
            @NotNull BigDecimal quantity,
            @Nullable Instant expectedAt) {}

    /**
     * @param receipt the receiver's own number for what came in one go
     * @param location where; the target when absent, or where a transfer was sent from when it comes back
     * @param occurredAt now when absent
     */
    @Schema(name = "Receive", example = RECEIVE)
    record Receive(
            @NotBlank String receipt,
            @Nullable String location,
            @Nullable Instant occurredAt,
            @Nullable List<@NotNull @Valid ReceivedLine> lines,
            @Nullable List<@NotNull @Valid UnexpectedItem> unexpected) {

        Receiving toReceiving() {
            return new Receiving(
                    receipt,
                    location,
                    occurredAt,
                    lines == null
                            ? List.of()
                            : lines.stream()
                                    .map(line -> new Receiving.Line(
                                            line.line(),
                                            zeroIfNone(line.quantity()),
                                            zeroIfNone(line.damaged()),
                                            zeroIfNone(line.over()),
                                            line.note()))
                                    .toList(),
                    unexpected == null
                            ? List.of()
                            : unexpected.stream()
                                    .map(item -> new Receiving.Unexpected(
                                            item.sku(),
                                            zeroIfNone(item.quantity()),
                                            zeroIfNone(item.damaged()),
                                            item.note()))
                                    .toList());
        }
    }

    /**
     * @param quantity in good order; with {@code damaged} at most what is outstanding
     * @param over beyond what is outstanding
     */
    record ReceivedLine(
            @NotBlank String line,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal damaged,
            @Nullable BigDecimal over,
            @Nullable String note) {}

    /** An item that nobody had sent. */
    record UnexpectedItem(
            @NotBlank String sku,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal damaged,
            @Nullable String note) {}

    /** @param reason why the rest does not come, 1 to 500 characters */
    @Schema(name = "CloseShipment", example = "{\"reason\":\"the carrier has lost a box\"}")
    record Close(@Nullable String reason) {}

    /** @param expectedAt of all lines that are not named; absent to leave them */
    @Schema(name = "RescheduleShipment", example = "{\"expectedAt\":\"2026-12-03T01:00:00Z\"}")
    record Reschedule(
            @Nullable Instant expectedAt, @Nullable List<@NotNull @Valid LineAt> lines) {

        Map<String, Instant> byLine() {
            Map<String, Instant> times = new HashMap<>();
            if (lines != null) {
                lines.forEach(line -> times.put(line.line(), line.expectedAt()));
            }
            return times;
        }
    }

    record LineAt(@NotBlank String line, @NotNull Instant expectedAt) {}

    record Page(List<Shipment> shipments, @Nullable UUID next) {

        static Page of(List<Shipment> found, int limit) {
            return new Page(
                    found,
                    found.size() < limit ? null : found.get(found.size() - 1).id());
        }
    }

    private static BigDecimal zeroIfNone(@Nullable BigDecimal quantity) {
        return quantity == null ? BigDecimal.ZERO : quantity;
    }
}
