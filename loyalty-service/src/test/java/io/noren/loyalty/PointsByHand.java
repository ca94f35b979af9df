package io.noren.loyalty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the points of some members must be, kept with nothing but lists: the rules of the programme written down twice.
 * A member is what can be reached from an account over the merges that are in force.
 */
final class PointsByHand {
    /** Lots of one account and what it owes. */
    private static final class Account {
        private final List<Lot> lots = new ArrayList<>();
        private long debt;
    }

    /** A lot; {@code last} is the day after which it lapses, the smallest first. */
    static final class Lot {
        final UUID id;
        private final UUID account;
        private long remaining;
        private long held;
        private long last;
        private boolean over;

        private Lot(UUID id, UUID account, long last) {
            this.id = id;
            this.account = account;
            this.last = last;
        }

        long remaining() {
            return remaining;
        }

        private long free() {
            return remaining - held;
        }

        private void putBack(long points, long atLeast) {
            remaining += points;
            if (last < atLeast) {
                over = false;
                last = atLeast;
            }
        }
    }

    private enum State {
        RESERVED,
        CAPTURED,
        RELEASED
    }

    private static final class Redemption {
        private final UUID spender;
        private final List<Part> parts = new ArrayList<>();
        private State state = State.RESERVED;
        private long settledBack;

        private Redemption(UUID spender) {
            this.spender = spender;
        }

        private long inLots() {
            return parts.stream().mapToLong(Part::open).sum();
        }

        private long left() {
            return inLots() + parts.stream().mapToLong(part -> part.settled).sum() - settledBack;
        }
    }

    /** What a redemption has of a lot. */
    private static final class Part {
        private final Lot lot;
        private final long points;
        private long back;
        private long settled;

        private Part(Lot lot, long points) {
            this.lot = lot;
            this.points = points;
        }

        private long open() {
            return points - back - settled;
        }
    }

    private record Link(UUID one, UUID other) {}

    /** All are earned at the same moment, so ids decide between lots of one day. */
    private static final Comparator<Lot> SOONEST =
            Comparator.<Lot>comparingLong(lot -> lot.last).thenComparing(lot -> lot.id.toString());

    private final Map<UUID, Account> accounts = new LinkedHashMap<>();
    private final Map<UUID, Link> links = new LinkedHashMap<>();
    private final Map<UUID, Redemption> redemptions = new LinkedHashMap<>();

    void open(UUID account) {
        accounts.put(account, new Account());
    }

    /** The two are one until the link is cut. */
    void link(UUID link, UUID one, UUID other) {
        links.put(link, new Link(one, other));
    }

    Stream<Lot> lots() {
        return accounts.values().stream().flatMap(account -> account.lots.stream());
    }

    /** All accounts of the member that this one is of. */
    Set<UUID> member(UUID account) {
        Set<UUID> reached = new HashSet<>(Set.of(account));
        boolean more = true;
        while (more) {
            more = false;
            for (Link link : links.values()) {
                if (reached.contains(link.one()) != reached.contains(link.other())) {
                    more = reached.add(link.one()) | reached.add(link.other());
                }
            }
        }
        return reached;
    }

    void earn(UUID account, UUID lot, long points, long last) {
        Account of = accounts.get(account);
        long paid = Math.min(of.debt, points);
        Lot earned = new Lot(lot, account, last);
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

    /** What the member can spend that this account is of. */
    long spendable(UUID account) {
        return Math.max(0, net(account));
    }

    long debt(UUID account) {
        return Math.max(0, -net(account));
    }

    private long net(UUID account) {
        return member(account).stream()
                .map(accounts::get)
                .mapToLong(of -> of.lots.stream()
                                .filter(lot -> !lot.over)
                                .mapToLong(Lot::free)
                                .sum()
                        - of.debt)
                .sum();
    }

    /** @return whether there was enough */
    boolean reserve(UUID redemption, UUID spender, long points) {
        if (points > spendable(spender)) {
            return false;
        }
        Set<UUID> member = member(spender);
        Redemption reserved = new Redemption(spender);
        long left = points;
        for (Lot lot : lots().filter(each -> !each.over && member.contains(each.account))
                .sorted(SOONEST)
                .toList()) {
            long held = Math.min(lot.free(), left);
            if (held > 0) {
                lot.held += held;
                left -= held;
                reserved.parts.add(new Part(lot, held));
            }
        }
        redemptions.put(redemption, reserved);
        return true;
    }

    /** Whether somebody is just paying with points of one of these. */
    boolean paying(Set<UUID> accounts) {
        return redemptions.values().stream()
                .anyMatch(each -> each.state == State.RESERVED && accounts.contains(each.spender));
    }

    List<UUID> reserved() {
        return inState(each -> each.state == State.RESERVED);
    }

    /** Those of which something could still come back. */
    List<UUID> paid() {
        return inState(each -> each.state == State.CAPTURED && each.left() > 0);
    }

    private List<UUID> inState(Predicate<Redemption> wanted) {
        return redemptions.entrySet().stream()
                .filter(each -> wanted.test(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    UUID spender(UUID redemption) {
        return redemptions.get(redemption).spender;
    }

    void capture(UUID id) {
        Redemption redemption = redemptions.get(id);
        redemption.state = State.CAPTURED;
        redemption.parts.forEach(part -> {
            part.lot.held -= part.points;
            part.lot.remaining -= part.points;
        });
    }

    void release(UUID id) {
        Redemption redemption = redemptions.get(id);
        redemption.state = State.RELEASED;
        redemption.parts.forEach(part -> part.lot.held -= part.points);
        lots().filter(lot -> lot.over).forEach(lot -> lot.remaining = lot.held);
    }

    /**
     * Puts back into the lots what they have not been made good for.
     *
     * @param last until when what lapsed meanwhile lasts now
     * @return what of it is the spender's, who made it good
     */
    long giveBack(UUID id, long points, long last) {
        Redemption redemption = redemptions.get(id);
        long left = points;
        List<Part> order = redemption.parts.stream()
                .sorted(Comparator.<Part, Lot>comparing(part -> part.lot, SOONEST.reversed()))
                .toList();
        for (Part part : order) {
            long back = Math.min(part.open(), left);
            left -= back;
            part.back += back;
            if (back > 0) {
                part.lot.putBack(back, last);
            }
        }
        redemption.settledBack += left;
        return left;
    }

    /** @return what of a redemption could still come back */
    long left(UUID redemption) {
        return redemptions.get(redemption).left();
    }

    /** @param last smaller than that of all that can still be spent */
    void expire(UUID lot, long last) {
        lots().filter(each -> each.id.equals(lot)).forEach(each -> {
            each.over = true;
            each.last = last;
            each.remaining = each.held;
        });
    }

    /**
     * Cuts a link: what either side spent of the other's points is made good, and paid by whoever spent it.
     *
     * @param last until when what lapsed meanwhile lasts now
     */
    void cut(UUID link, long last) {
        Link cut = links.remove(link);
        Set<UUID> one = member(cut.one());
        Set<UUID> other = member(cut.other());
        Map<UUID, Long> owed = new LinkedHashMap<>();
        for (Redemption redemption : redemptions.values()) {
            if (redemption.state != State.CAPTURED) {
                continue;
            }
            Set<UUID> across =
                    one.contains(redemption.spender) ? other : other.contains(redemption.spender) ? one : Set.of();
            for (Part part : redemption.parts) {
                long open = part.open();
                if (open > 0 && across.contains(part.lot.account)) {
                    part.settled += open;
                    part.lot.putBack(open, last);
                    owed.merge(redemption.spender, open, Long::sum);
                }
            }
        }
        owed.forEach((spender, points) -> takeBack(spender, null, points));
    }

    /** Nothing is left to whom this account is of. */
    void forfeit(UUID account) {
        member(account).forEach(each -> takeBack(each, null, free(each)));
    }
}
