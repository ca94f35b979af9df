package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.reservation.HoldAnswer;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1/reservations")
class ReservationController {

    private final Reservations reservations;
    private final JsonMapper json;

    ReservationController(Reservations reservations, JsonMapper json) {
        this.reservations = reservations;
        this.json = json;
    }

    record HoldBody(
            @NotBlank String owner,
            @Nullable String channel,
            @NotNull List<@NotNull @Valid LineBody> lines,
            @Nullable Duration expiresIn,
            @Nullable Boolean allowPartial) {

        HoldRequest toRequest() {
            return new HoldRequest(
                    owner,
                    channel == null ? "web" : channel,
                    lines.stream()
                            .map(line ->
                                    new HoldRequest.Line(line.line(), line.sku(), line.location(), line.quantity()))
                            .toList(),
                    expiresIn == null ? Reservations.USUAL_HOLD : expiresIn,
                    Boolean.TRUE.equals(allowPartial));
        }
    }

    record LineBody(
            @NotBlank String line,
            @NotBlank String sku,
            @NotBlank String location,
            @NotNull BigDecimal quantity) {}

    record ExtendBody(@Nullable Duration expiresIn) {}

    /** @param lines those that move; all of them when absent */
    record TransferBody(@NotBlank String location, @Nullable List<@NotBlank String> lines) {}

    record OfOwner(List<Reservation> reservations) {}

    @PostMapping
    ResponseEntity<Reservation> hold(@Valid @RequestBody HoldBody body) {
        for (int i = 0; i < body.lines().size(); i++) {
            LocationKeys.check(body.lines().get(i).location(), "lines[" + i + "].location");
        }
        Predicate<String> open = LocationKeys.ofThisCaller();
        Reservation held = reservations
                .hold(body.toRequest(), reservation -> answer(reservation, open))
                .offering(open);
        return ResponseEntity.created(address(held)).body(held);
    }

    /** The words of the answer below, for whoever keeps them together with the hold. */
    private HoldAnswer answer(Reservation held, Predicate<String> open) {
        return new HoldAnswer(
                HttpStatus.CREATED.value(),
                MediaType.APPLICATION_JSON_VALUE,
                address(held).toString(),
                json.writeValueAsBytes(held.offering(open)));
    }

    private static URI address(Reservation held) {
        return URI.create("/api/v1/reservations/" + held.id());
    }

    @PostMapping("/{id}/commit")
    Reservation commit(@PathVariable UUID id) {
        return reservations.commit(mine(id));
    }

    @PostMapping("/{id}/extend")
    Reservation extend(@PathVariable UUID id, @RequestBody(required = false) @Nullable ExtendBody body) {
        return reservations.extend(
                mine(id), body == null || body.expiresIn() == null ? Reservations.USUAL_HOLD : body.expiresIn());
    }

    @PostMapping("/{id}/release")
    Reservation release(@PathVariable UUID id) {
        return reservations.release(mine(id));
    }

    @PostMapping("/{id}/fulfil")
    Reservation fulfil(@PathVariable UUID id) {
        return reservations.fulfil(mine(id));
    }

    /** The goods are kept at another location instead: the lines move to a new reservation there, with the same end. */
    @PostMapping("/{id}/transfer")
    Reservation transfer(@PathVariable UUID id, @Valid @RequestBody TransferBody body) {
        LocationKeys.check(body.location());
        return reservations.transfer(mine(id), body.location(), body.lines());
    }

    @GetMapping("/{id}")
    Reservation get(@PathVariable UUID id) {
        return reservations
                .find(mine(id))
                .orElseThrow(() -> new Refusal("UNKNOWN_RESERVATION", "There is no reservation " + id + "."));
    }

    /** A key for some locations sees only what is kept wholly there. */
    @GetMapping
    OfOwner ofOwner(@RequestParam String owner) {
        return new OfOwner(reservations.ofOwner(owner).stream()
                .filter(reservation -> reservation.lines().stream()
                        .map(Reservation.Line::location)
                        .allMatch(LocationKeys::open))
                .toList());
    }

    /** Where a reservation keeps its goods never changes, so looking before the step is soon enough. */
    private UUID mine(UUID id) {
        if (!LocationKeys.openEverywhere()) {
            reservations
                    .find(id)
                    .ifPresent(reservation -> reservation.lines().forEach(line -> LocationKeys.check(line.location())));
        }
        return id;
    }
}
