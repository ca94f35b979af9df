package io.noren.inventory.reservation;

import io.noren.inventory.InCallersTransaction;
import io.noren.inventory.LockedCells;
import io.noren.inventory.Promise;
import io.noren.inventory.Promises;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.reservation.Reservation.Line;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Moves what is promised from one location to another: the lines here end as TRANSFERRED, new ones begin there. */
@Component
class Transfers {

    private final ReservationRows rows;
    private final Promises promises;
    private final Shortfalls shortfalls;
    private final Clock clock;

    Transfers(ReservationRows rows, Promises promises, Shortfalls shortfalls, Clock clock) {
        this.rows = rows;
        this.promises = promises;
        this.shortfalls = shortfalls;
        this.clock = clock;
    }

    /**
     * @param from open, and locked by this transaction
     * @return the reservation there
     * @throws EndedHoldsInTheWay when holds that have ended occupy what is wanted there; not in the last try
     */
    @InCallersTransaction
    public UUID move(Reservation from, String location, @Nullable Collection<String> names, boolean last) {
        List<Line> moving = moving(from, location, names);
        promises.check(
                moving.stream()
                        .map(line -> new Promise(line.sku(), location, line.quantity()))
                        .toList(),
                "lines");
        Instant now = Sql.micros(clock.instant());
        UUID to = UUID.randomUUID();
        LockedCells there = promises.transfer(
                moving.stream().map(Line::promise).toList(),
                location,
                from.keptAs(),
                Reservation.document(from.id()),
                Reservation.document(to),
                now);
        List<Promise> tooLittle = Promises.merged(moving.stream()
                        .map(line -> new Promise(line.sku(), location, line.quantity()))
                        .toList())
                .stream()
                .filter(promise -> there.left(promise).compareTo(promise.quantity()) < 0)
                .map(promise -> new Promise(promise.sku(), location, there.left(promise)))
                .toList();
        if (!tooLittle.isEmpty()) {
            List<UUID> ended = rows.endedAt(tooLittle, now).values().stream()
                    .flatMap(Collection::stream)
                    .toList();
            if (!ended.isEmpty() && !last) {
                throw new EndedHoldsInTheWay(ended);
            }
            throw refused(from, moving, location, tooLittle);
        }
        Reservation moved = new Reservation(
                to,
                from.owner(),
                from.channel(),
                from.state(),
                at(location, moving, there),
                from.expiresAt(),
                now,
                from.id(),
                List.of());
        boolean all = moving.size() == from.linesHere().size();
        rows.insertTransferred(moved, moving.stream().map(Line::line).toList(), all, now);
        return to;
    }

    private static List<Line> moving(Reservation from, String location, @Nullable Collection<String> names) {
        List<Line> here = from.linesHere();
        if (names != null) {
            names.stream()
                    .filter(name -> here.stream().noneMatch(line -> line.line().equals(name)))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new Refusal(
                                "UNKNOWN_LINE", "The reservation has no line " + name + " here.", "lines", Map.of());
                    });
        }
        List<Line> moving = here.stream()
                .filter(line -> names == null ? !line.location().equals(location) : names.contains(line.line()))
                .toList();
        if (moving.isEmpty() || moving.stream().anyMatch(line -> line.location().equals(location))) {
            throw new Refusal("SAME_LOCATION", "The goods are kept at " + location + " already.", "location", Map.of());
        }
        return moving;
    }

    private static List<Line> at(String location, List<Line> moving, LockedCells there) {
        Map<String, BigDecimal> onHand = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        for (Line line : moving) {
            Promise promise = new Promise(line.sku(), location, line.quantity());
            BigDecimal left = onHand.getOrDefault(line.sku(), there.leftOnHand(promise));
            lines.add(Line.of(
                    new HoldRequest.Line(line.line(), line.sku(), location, line.quantity()),
                    line.quantity().subtract(left)));
            onHand.put(line.sku(), left.subtract(line.quantity()).max(BigDecimal.ZERO));
        }
        return lines;
    }

    private Refusal refused(Reservation from, List<Line> moving, String location, List<Promise> tooLittle) {
        HoldRequest asked = new HoldRequest(
                from.owner(),
                from.channel(),
                moving.stream()
                        .map(line -> new HoldRequest.Line(line.line(), line.sku(), location, line.quantity()))
                        .toList(),
                Reservations.USUAL_HOLD,
                false);
        List<Shortfall> missing = shortfalls.of(asked, tooLittle);
        return new Refusal(
                "INSUFFICIENT_STOCK",
                location + " has not enough for " + missing.size() + " of " + moving.size()
                        + " lines; nothing was moved.",
                null,
                Map.of("lines", missing));
    }
}
