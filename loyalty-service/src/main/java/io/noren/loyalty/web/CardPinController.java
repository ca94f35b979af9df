package io.noren.loyalty.web;

import io.noren.loyalty.signin.CardPins;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The PINs of cards, as they are issued. They can be set and never read. */
@RestController
class CardPinController {
    private final CardPins pins;

    CardPinController(CardPins pins) {
        this.pins = pins;
    }

    /** A card and its PIN. */
    record IssuedCard(@NotBlank String card, @NotBlank String pin) {}

    /** Several. */
    record PinsRequest(@NotEmpty List<@NotNull @Valid IssuedCard> cards) {}

    /** How many were set. */
    record PinsAnswer(int set) {}

    @PutMapping("/api/v1/cards/pins")
    PinsAnswer set(@Valid @RequestBody PinsRequest request, @Nullable Principal principal) {
        pins.set(
                request.cards().stream()
                        .map(each -> new CardPins.Issued(each.card(), each.pin()))
                        .toList(),
                Actor.name(principal));
        return new PinsAnswer(request.cards().size());
    }
}
