package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.NewReturn;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupReturn;
import io.noren.inventory.pickup.PickupReturns;
import io.noren.inventory.pickup.StepNote;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What customers bring back. */
@RestController
@RequestMapping("/api/v1/pickup-orders/{id}/returns")
class PickupReturnController {

    private final PickupDesk desk;
    private final PickupReturns returns;

    PickupReturnController(PickupDesk desk, PickupReturns returns) {
        this.desk = desk;
        this.returns = returns;
    }

    record ReturnBody(
            @NotBlank String key,
            @NotNull List<@NotNull @Valid LineBody> lines,
            @Nullable String tillTransaction,
            @Nullable String device,
            @Nullable String reason) {

        NewReturn toReturn() {
            return new NewReturn(
                    key,
                    lines.stream()
                            .map(line -> new NewReturn.Line(line.line(), line.quantity(), line.condition()))
                            .toList(),
                    tillTransaction);
        }
    }

    record LineBody(@NotBlank String line, @NotNull BigDecimal quantity, PickupReturn.@NotNull Condition condition) {}

    record All(List<PickupReturn> returns) {}

    @PostMapping
    PickupReturn take(@PathVariable UUID id, @Valid @RequestBody ReturnBody body) {
        checkLocation(id);
        return returns.take(id, body.toReturn(), StepNote.said(body.device(), body.reason()));
    }

    @GetMapping
    All list(@PathVariable UUID id) {
        checkLocation(id);
        return new All(returns.of(id));
    }

    private void checkLocation(UUID id) {
        LocationKeys.check(desk.locationOf(id)
                .orElseThrow(() -> new Refusal("UNKNOWN_PICKUP_ORDER", "There is no pickup order " + id + ".")));
    }
}
