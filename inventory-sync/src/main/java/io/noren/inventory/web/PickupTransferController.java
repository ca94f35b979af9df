package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupTransfers;
import io.noren.inventory.pickup.StepNote;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Orders whose goods come from another location. */
@RestController
@RequestMapping("/api/v1/pickup-orders")
class PickupTransferController {

    private final PickupDesk desk;
    private final PickupTransfers transfers;

    PickupTransferController(PickupDesk desk, PickupTransfers transfers) {
        this.desk = desk;
        this.transfers = transfers;
    }

    record SendBody(
            @Nullable Instant expectedAt,
            @Nullable String device,
            @Nullable String reason) {}

    record NoteBody(@Nullable String device, @Nullable String reason) {}

    record ToSend(List<PickupTransfers.ToSend> orders) {}

    /** For whoever has the goods: what to send, and where to. Whose order it is they need not know. */
    @GetMapping("/to-send")
    ToSend toSend(@RequestParam String from) {
        LocationKeys.check(from, "from");
        return new ToSend(transfers.toSend(from));
    }

    @PostMapping("/{id}/send")
    Pickup send(@PathVariable UUID id, @RequestBody(required = false) @Nullable SendBody body) {
        LocationKeys.check(transfers.from(id));
        return body == null
                ? transfers.send(id, null, StepNote.NONE)
                : transfers.send(id, body.expectedAt(), StepNote.said(body.device(), body.reason()));
    }

    @PostMapping("/{id}/receive")
    Pickup receive(@PathVariable UUID id, @RequestBody(required = false) @Nullable NoteBody body) {
        LocationKeys.check(desk.locationOf(id)
                .orElseThrow(() -> new Refusal("UNKNOWN_PICKUP_ORDER", "There is no pickup order " + id + ".")));
        return transfers.receive(id, body == null ? StepNote.NONE : StepNote.said(body.device(), body.reason()));
    }
}
