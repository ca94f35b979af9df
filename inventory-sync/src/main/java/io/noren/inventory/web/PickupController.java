package io.noren.inventory.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.noren.inventory.Money;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.DoneStep;
import io.noren.inventory.pickup.NewPickup;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupState;
import io.noren.inventory.pickup.Sending;
import io.noren.inventory.pickup.ShortReason;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.handover.HandoverCode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pickup-orders")
class PickupController {

    private final PickupDesk desk;

    PickupController(PickupDesk desk) {
        this.desk = desk;
    }

    record OrderBody(
            @NotBlank String order,
            @NotBlank String location,
            @Nullable String from,
            @Nullable Instant expectedAt,
            @Nullable String channel,
            @Nullable UUID member,
            @Nullable Contact contact,
            @NotNull List<@NotNull @Valid LineBody> lines,
            @Nullable SlotBody slot,
            @Nullable PaymentBody payment,
            @Nullable UUID reservation) {

        NewPickup toOrder() {
            return new NewPickup(
                    order,
                    channel == null ? "web" : channel,
                    location,
                    member,
                    contact == null ? Contact.NONE : contact,
                    lines.stream()
                            .map(line -> new NewPickup.Line(line.line(), line.sku(), line.quantity(), line.unitPrice()))
                            .toList(),
                    slot == null ? null : slot.from(),
                    payment == null || payment.method() == null ? Payment.PAID_ONLINE : payment.method(),
                    reservation,
                    from == null ? null : new Sending(from, expectedAt));
        }
    }

    record LineBody(
            @NotBlank String line,
            @NotBlank String sku,
            @NotNull BigDecimal quantity,
            @Nullable Money unitPrice) {}

    record SlotBody(@Nullable Instant from, @Nullable Instant to) {}

    record PaymentBody(@Nullable Payment method) {}

    record NoteBody(@Nullable String device, @Nullable String reason) {

        static StepNote note(@Nullable NoteBody body) {
            return body == null ? StepNote.NONE : StepNote.said(body.device(), body.reason());
        }
    }

    /**
     * @param found how much there is of it; 0 for nothing
     * @param instead the SKU of what whoever looked for it has in hand
     */
    record ShortBody(
            @NotNull BigDecimal found,
            @NotNull ShortReason variance,
            @Nullable String instead,
            @Nullable String device,
            @Nullable String reason) {}

    record EndBody(
            @NotNull Instant until,
            @Nullable String device,
            @Nullable String reason) {}

    record DelayBody(
            @NotNull Instant readyBy,
            @Nullable String device,
            @Nullable String reason) {}

    record Steps(List<DoneStep> steps) {}

    /** @param handoverCode and its QR form: shown now and never again */
    record Placed(
            @JsonUnwrapped Pickup pickup,
            @Nullable String handoverCode,
            @Nullable String handoverQr) {}

    record Page(List<Pickup> orders, @Nullable UUID next) {}

    @PostMapping
    ResponseEntity<Placed> place(@Valid @RequestBody OrderBody body) {
        LocationKeys.check(body.location());
        if (body.from() != null) {
            LocationKeys.check(body.from(), "from");
        }
        PickupDesk.Placed placed = desk.place(body.toOrder());
        HandoverCode code = placed.code();
        return ResponseEntity.created(
                        URI.create("/api/v1/pickup-orders/" + placed.pickup().id()))
                .body(new Placed(placed.pickup(), code == null ? null : code.pin(), code == null ? null : code.qr()));
    }

    @PostMapping("/{id}/accept")
    Pickup accept(@PathVariable UUID id, @RequestBody(required = false) @Nullable NoteBody body) {
        return step(id, order -> desk.accept(order, NoteBody.note(body)));
    }

    @PostMapping("/{id}/start-picking")
    Pickup startPicking(@PathVariable UUID id, @RequestBody(required = false) @Nullable NoteBody body) {
        return step(id, order -> desk.startPicking(order, NoteBody.note(body)));
    }

    @PostMapping("/{id}/lines/{line}/picked")
    Pickup picked(
            @PathVariable UUID id, @PathVariable String line, @RequestBody(required = false) @Nullable NoteBody body) {
        return step(id, order -> desk.pick(order, line, NoteBody.note(body)));
    }

    @PostMapping("/{id}/lines/{line}/short")
    Pickup fellShort(@PathVariable UUID id, @PathVariable String line, @Valid @RequestBody ShortBody body) {
        StepNote note = StepNote.said(body.device(), body.reason());
        return step(id, order -> desk.fallShort(order, line, body.found(), body.variance(), body.instead(), note));
    }

    @PostMapping("/{id}/ready")
    Pickup ready(@PathVariable UUID id, @RequestBody(required = false) @Nullable NoteBody body) {
        return step(id, order -> desk.markReady(order, NoteBody.note(body)));
    }

    @PostMapping("/{id}/arrived")
    Pickup arrived(@PathVariable UUID id, @RequestBody(required = false) @Nullable NoteBody body) {
        return step(id, order -> desk.arrive(order, NoteBody.note(body)));
    }

    @PostMapping("/{id}/delay")
    Pickup delay(@PathVariable UUID id, @Valid @RequestBody DelayBody body) {
        return step(id, order -> desk.delay(order, body.readyBy(), StepNote.said(body.device(), body.reason())));
    }

    @PostMapping("/{id}/extend")
    Pickup extend(@PathVariable UUID id, @Valid @RequestBody EndBody body) {
        return step(id, order -> desk.extend(order, body.until(), StepNote.said(body.device(), body.reason())));
    }

    @PostMapping("/{id}/reject")
    Pickup reject(@PathVariable UUID id, @RequestBody(required = false) @Nullable NoteBody body) {
        return step(id, order -> desk.reject(order, NoteBody.note(body)));
    }

    @PostMapping("/{id}/cancel")
    Pickup cancel(@PathVariable UUID id, @RequestBody(required = false) @Nullable NoteBody body) {
        return step(id, order -> desk.cancel(order, NoteBody.note(body)));
    }

    @PostMapping("/{id}/return-to-shelf")
    Pickup returnToShelf(@PathVariable UUID id, @RequestBody(required = false) @Nullable NoteBody body) {
        return step(id, order -> desk.returnToShelf(order, NoteBody.note(body)));
    }

    /** What was done with an order, the first step first. */
    @GetMapping("/{id}/steps")
    Steps steps(@PathVariable UUID id) {
        LocationKeys.check(desk.locationOf(id).orElseThrow(() -> unknown(id)));
        return new Steps(desk.steps(id));
    }

    @GetMapping("/{id}")
    Pickup get(@PathVariable UUID id) {
        Pickup pickup = desk.find(id).orElseThrow(() -> unknown(id));
        LocationKeys.check(pickup.location());
        return pickup;
    }

    /** A store's work list, the longest waiting first; a key for one store names it and sees no other. */
    @GetMapping
    Page list(
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(name = "state", required = false) @Nullable List<PickupState> states,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable UUID after) {
        if (location == null) {
            LocationKeys.checkEverywhere("This key is only for some locations: name the one that is asked about.");
        } else {
            LocationKeys.check(location);
        }
        List<Pickup> orders = desk.list(location, states == null ? List.of() : states, after, limit);
        boolean more = !orders.isEmpty() && orders.size() >= Math.min(limit, PickupDesk.MOST_LISTED);
        return new Page(orders, more ? orders.get(orders.size() - 1).id() : null);
    }

    private Pickup step(UUID id, Function<UUID, Pickup> step) {
        LocationKeys.check(desk.locationOf(id).orElseThrow(() -> unknown(id)));
        return step.apply(id);
    }

    private static Refusal unknown(UUID id) {
        return new Refusal("UNKNOWN_PICKUP_ORDER", "There is no pickup order " + id + ".");
    }
}
