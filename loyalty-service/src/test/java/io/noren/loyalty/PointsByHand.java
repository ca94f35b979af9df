package io.noren.loyalty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the points of one member must be, kept with nothing but lists: the rules of the programme written down twice. */
final class PointsByHand {
    /** Lots of one account and what it owes. */
    private static final class Account {
        private final List<Lot> lots = new ArrayList<>();
        private long debt;
    }

    /** A lot; {@code last} is the day after which it lapses, the smallest first. */
    static final class Lot {
        final UUID id;
        private long remaining;
        private long held;
        private long last;
        private boolean over;

        private Lot(UUID id, long last) {
            this.id = id;
            this.last = last;
        }

        long remaining() {
            return remaining;
        }

        private long free() {
            return remaining - held;
        }
    }

    /** What a redemption has of a lot. */
    private static final class Part {
        private final Lot lot;
        private final long points;
        private long back;

        private Part(Lot lot, long points) {
            this.lot = lot;
            this.points = points;
        }
    }

    /** All are earned at the same moment, so ids decide between lots of one day. */
    private static final Comparator<Lot> SOONEST =
            Comparator.<Lot>comparingLong(lot -> lot.last).thenComparing(lot -> lot.id.toString());

    private final Map<UUID, Account> accounts = new LinkedHashMap<>();
    private final Map<UUID, List<Part>> redemptions = new LinkedHashMap<>();

    PointsByHand(UUID... accounts) {
        for (UUID account : accounts) {
            this.accounts.put(account, new Account());
        }
    }

    Stream<Lot> lots() {
        return accounts.values().stream().flatMap(account -> account.lots.stream());
    }

    void earn(UUID account, UUID lot, long points, long last) {
        Account of = accounts.get(account);
        long paid = Math.min(of.debt, points);
        Lot earned = new Lot(lot, last);
        earned.remaining = points - paid;
        of.debt -= paid;
        of.lots.add(earned);
    }

    void takeBack(UUID account, @Nullable UUID first, long points) {
        Account of = accounts.get(account);
        List<Lot> order = of.lots.stream()
                .sorted(Comparator.<Lot>comparingInt(lot -> lot.id.equals(first) ? 0 : 1)
                        .thenComparing(SOONEST))
                .toList();
        long left = points;
        for (Lot lot : order) {
            long taken = Math.min(lot.free(), left);
            lot.remaining -= taken;
            left -= taken;
        }
        of.debt += left;
    }

    /** What the lots of one account have that nobody holds, lapsed or not. */
    long free(UUID account) {
        return accounts.get(account).lots.stream().mapToLong(Lot::free).sum();
    }

    long spendable() {
        return Math.max(0, net());
    }

    long debt() {
        return Math.max(0, -net());
    }

    private long net() {
        return lots().filter(lot -> !lot.over).mapToLong(Lot::free).sum()
                - accounts.values().stream().mapToLong(account -> account.debt).sum();
    }

    /** @return whether there was enough */
    boolean reserve(UUID redemption, long points) {
        if (points > spendable()) {
            return false;
        }
        List<Part> parts = new ArrayList<>();
        long left = points;
        for (Lot lot : lots().filter(each -> !each.over).sorted(SOONEST).toList()) {
            long held = Math.min(lot.free(), left);
            if (held > 0) {
                lot.held += held;
                left -= held;
                parts.add(new Part(lot, held));
            }
        }
        redemptions.put(redemption, parts);
        return true;
    }

    void capture(UUID redemption) {
        parts(redemption).forEach(part -> {
            part.lot.held -= part.points;
            part.lot.remaining -= part.points;
        });
    }

    void release(UUID redemption) {
        parts(redemption).forEach(part -> part.lot.held -= part.points);
        lots().filter(lot -> lot.over).forEach(lot -> lot.remaining = lot.held);
    }

    /** @param last until when what lapsed meanwhile lasts now */
    void giveBack(UUID redemption, long points, long last) {
        long left = points;
        List<Part> order = parts(redemption).stream()
                .sorted(Comparator.<Part, Lot>comparing(part -> part.lot, SOONEST.reversed()))
                .toList();
        for (Part part : order) {
            long back = Math.min(part.points - part.back, left);
            left -= back;
            part.back += back;
            part.lot.remaining += back;
            if (back > 0 && part.lot.last < last) {
                part.lot.over = false;
                part.lot.last = last;
            }
        }
    }

    /** @return what of a redemption could still come back */
    long left(UUID redemption) {
        return parts(redemption).stream()
                .mapToLong(part -> part.points - part.back)
                .sum();
    }

    /** @param last smaller than that of all that can still be spent */
    void expire(UUID lot, long last) {
        lots().filter(each -> each.id.equals(lot)).forEach(each -> {
            each.over = true;
            each.last = last;
            each.remaining = each.held;
        });
    }

    private List<Part> parts(UUID redemption) {
        return redemptions.getOrDefault(redemption, List.of());
    }
}
