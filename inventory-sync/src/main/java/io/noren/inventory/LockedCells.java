package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Cells whose rows are locked, and what may still be promised there. What is taken is remembered, so that the next to
 * ask sees what is left, and is written by {@link Promises#write}. A cell that never had stock has nothing.
 */
public final class LockedCells {

    private final Map<Cell, Shelf> shelves = new LinkedHashMap<>();
    private final Map<Name, UUID> open = new HashMap<>();
    private final Map<Share, OwnerLimit> limits = new HashMap<>();
    private final List<Taken> taken = new ArrayList<>();

    /** What an owner may have of an item with a limit, everywhere together, and has already. */
    public record OwnerLimit(BigDecimal most, BigDecimal has) {

        OwnerLimit with(BigDecimal more) {
            return new OwnerLimit(most, has.add(more));
        }

        public boolean allows(BigDecimal more) {
            return has.add(more).compareTo(most) <= 0;
        }
    }

    private record Name(String owner, String line) {}

    private record Share(String owner, String sku) {}

    /** A promise that was taken, and what its cell says after it. */
    record Taken(Cell cell, QuantityName keptAs, BigDecimal quantity, Level after, String document, Writer writer) {

        /** Why it moves: a hold, or at once for an order. */
        MovementReason reason() {
            return Promises.reason(keptAs);
        }

        LevelAnnouncer.Announcement announcement(Instant now) {
            return new LevelAnnouncer.Announcement(writer, fact(now));
        }

        private StockLevelChanged fact(Instant now) {
            return LevelAnnouncer.fact(cell, after.sequence(), after.said(), reason().name(), document, now, now, now);
        }
    }

    /**
     * @param beyond how much may be promised there beyond what is on hand
     * @param notFound somebody looked for it there in vain: of what the books say, nothing may be promised
     */
    record Shelf(Level before, Level level, BigDecimal beyond, boolean notFound) {

        /** How much of one quantity was taken. */
        BigDecimal taken(QuantityName name) {
            return level.number(name).subtract(before.number(name));
        }

        BigDecimal left() {
            return notFound ? BigDecimal.ZERO : onHandLeft().add(beyond).max(BigDecimal.ZERO);
        }

        BigDecimal onHandLeft() {
            if (notFound) {
                return BigDecimal.ZERO;
            }
            LevelNumbers numbers = level.said();
            return numbers.onHand()
                    .subtract(numbers.reserved())
                    .subtract(numbers.committed())
                    .subtract(numbers.unavailable());
        }
    }

    LockedCells() {}

    void add(Level level, BigDecimal beyond, boolean notFound) {
        shelves.putIfAbsent(level.cell(), new Shelf(level, level, beyond, notFound));
    }

    void addOpen(Wanted wanted, UUID reservation) {
        open.put(new Name(wanted.owner(), wanted.line()), reservation);
    }

    void addLimit(Wanted wanted, OwnerLimit limit) {
        limits.putIfAbsent(new Share(wanted.owner(), wanted.promise().sku()), limit);
    }

    /** Whether the owner had an open line of that name when the cells were locked. */
    public boolean isOpen(String owner, String line) {
        return open.containsKey(new Name(owner, line));
    }

    /** Empty when the item has no limit for each owner. */
    public Optional<OwnerLimit> limit(String owner, String sku) {
        return Optional.ofNullable(limits.get(new Share(owner, sku)));
    }

    /** How much may still be promised there. */
    public BigDecimal left(Promise there) {
        Shelf shelf = shelves.get(there.cell());
        return shelf == null ? BigDecimal.ZERO : Quantities.plain(shelf.left());
    }

    /** How much of that is on hand. */
    public BigDecimal leftOnHand(Promise there) {
        Shelf shelf = shelves.get(there.cell());
        return shelf == null ? BigDecimal.ZERO : shelf.onHandLeft().max(BigDecimal.ZERO);
    }

    /**
     * Takes what there must be enough of, see {@link #left}.
     *
     * @param keptAs where the promise stands from then on: {@code RESERVED} or {@code COMMITTED}
     */
    public void take(String owner, Promise promise, QuantityName keptAs, String document, Writer writer) {
        Shelf shelf = shelves.get(promise.cell());
        if (shelf == null || left(promise).compareTo(promise.quantity()) < 0) {
            throw new IllegalArgumentException("not enough for " + promise);
        }
        Level after =
                shelf.level().after(Promises.created(promise.cell(), keptAs, promise.quantity(), document, writer));
        shelves.put(promise.cell(), new Shelf(shelf.before(), after, shelf.beyond(), shelf.notFound()));
        limits.computeIfPresent(new Share(owner, promise.sku()), (of, limit) -> limit.with(promise.quantity()));
        taken.add(new Taken(promise.cell(), keptAs, promise.quantity(), after, document, writer));
    }

    List<Taken> taken() {
        return taken;
    }

    /** Those of the cells that something was taken from. */
    Collection<Shelf> changed() {
        return shelves.values().stream()
                .filter(shelf -> shelf.level().sequence() > shelf.before().sequence())
                .toList();
    }
}
