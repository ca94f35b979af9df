package io.noren.inventory.web;

import io.noren.inventory.Refusal;
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
@RequestMapping("/api/v1/reservations")
class ReservationController {

    private final Reservations reservations;

    ReservationController(Reservations reservations) {
        this.reservations = reservations;
    }

    record HoldBody(
            @NotBlank String owner,
            @Nullable String channel,
            @NotNull List<@Valid LineBody> lines,
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

    record OfOwner(List<Reservation> reservations) {}

    @PostMapping
    ResponseEntity<Reservation> hold(@Valid @RequestBody HoldBody body) {
        for (int i = 0; i < body.lines().size(); i++) {
            LocationKeys.check(body.lines().get(i).location(), "lines[" + i + "].location");
        }
        Reservation held = reservations.hold(body.toRequest()).offering(LocationKeys::open);
        return ResponseEntity.created(URI.create("/api/v1/reservations/" + held.id()))
                .body(held);
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
