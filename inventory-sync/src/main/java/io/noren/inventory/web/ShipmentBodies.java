package io.noren.inventory.web;

import io.noren.inventory.shipment.Receiving;
import io.noren.inventory.shipment.Shipment;
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
    record Close(@Nullable String reason) {}

    /** @param expectedAt of all lines that are not named; absent to leave them */
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
