package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.PaymentFact;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupPayments;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the shop tells of an order's payment. */
@RestController
@RequestMapping("/api/v1/pickup-orders/{id}/payments")
class PickupPaymentController {

    private final PickupDesk desk;
    private final PickupPayments payments;

    PickupPaymentController(PickupDesk desk, PickupPayments payments) {
        this.desk = desk;
        this.payments = payments;
    }

    record PaymentBody(
            @NotBlank String key,
            PaymentFact.@NotNull Kind kind,
            @NotNull BigDecimal amount,
            @NotBlank String currency,
            @NotNull Instant at,
            @Nullable String reference) {

        PaymentFact toFact() {
            return new PaymentFact(key, kind, amount, currency, at, reference);
        }
    }

    record All(List<PickupPayments.Told> payments) {}

    @PostMapping
    Pickup tell(@PathVariable UUID id, @Valid @RequestBody PaymentBody body) {
        checkLocation(id);
        return payments.tell(id, body.toFact());
    }

    @GetMapping
    All list(@PathVariable UUID id) {
        checkLocation(id);
        return new All(payments.of(id));
    }

    private void checkLocation(UUID id) {
        LocationKeys.check(desk.locationOf(id)
                .orElseThrow(() -> new Refusal("UNKNOWN_PICKUP_ORDER", "There is no pickup order " + id + ".")));
    }
}
