package io.noren.inventory.reservation;

import io.noren.inventory.LockedCells;
import io.noren.inventory.LockedCells.OwnerLimit;
import io.noren.inventory.Promise;
import io.noren.inventory.Promises;
import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.Sql;
import io.noren.inventory.reservation.AskedHold.Outcome;
import io.noren.inventory.reservation.HoldCallers.Caller;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Does the holds of a group, which may be one, in one transaction with a handful of statements: the cells are locked,
 * each request in the order of their coming gets all that it asks for or nothing, and what was given is written
 * together. Whoever finds too little takes nothing from those behind. A request that cannot be done does not fail its
 * neighbours: where the transaction fails, each is done alone.
 */
@Component
class HoldGroup {

    /** After waiting so often for nothing, what is in a request's way is somebody else's. */
    static final int ROUNDS = 4;

    private final RetriedTransaction transaction;
    private final ReservationRows rows;
    private final Promises promises;
    private final Shortfalls shortfalls;
    private final HoldExpiry expiry;
    private final HoldCallers callers;
    private final Clock clock;

    HoldGroup(
            RetriedTransaction transaction,
            ReservationRows rows,
            Promises promises,
            Shortfalls shortfalls,
            HoldExpiry expiry,
            ObjectProvider<HoldCallers> callers,
            Clock clock) {
        this.transaction = transaction;
        this.rows = rows;
        this.promises = promises;
        this.shortfalls = shortfalls;
        this.expiry = expiry;
        this.callers = callers.getIfAvailable(UnknownCallers::new);
        this.clock = clock;
    }

    Caller caller() {
        return callers.current();
    }

    /** Something has come of each when this returns. */
    void run(List<AskedHold> asked) {
        List<AskedHold> open = asked;
        while (!open.isEmpty()) {
            together(open);
            Set<UUID> ended = new HashSet<>();
            List<AskedHold> later = new ArrayList<>();
            for (AskedHold each : open) {
                if (each.outcome() instanceof Outcome.Later wait) {
                    later.add(each);
                    ended.addAll(wait.ended());
                }
            }
            tidy(ended, later);
            open = open(later);
        }
    }

    /**
     * Each anew, as a part of the caller's transaction in which nothing is caught.
     *
     * @return in the same order; empty if something else has come of one of them, and the caller is to roll back
     */
    Optional<List<Reservation>> allAtOnce(List<AskedHold> asked) {
        try {
            once(asked);
        } catch (NothingHeld nothing) {
            return Optional.empty();
        }
        return asked.stream().allMatch(HoldGroup::isNew)
                ? Optional.of(asked.stream().map(HoldGroup::held).toList())
                : Optional.empty();
    }

    private static boolean isNew(AskedHold asked) {
        return asked.outcome() instanceof Outcome.Held held
                && held.reservation().id().equals(asked.id());
    }

    private void tidy(Set<UUID> ended, List<AskedHold> waiting) {
        waiting.forEach(AskedHold::begin);
        if (ended.isEmpty()) {
            return;
        }
        try {
            if (expiry.tidy(ended) == 0) {
                waiting.forEach(AskedHold::waitedInVain);
            }
        } catch (RuntimeException failed) {
            waiting.forEach(each -> each.come(new Outcome.Failed(failed)));
        }
    }

    private void together(List<AskedHold> asked) {
        try {
            transaction.run(() -> {
                onceUnderTheLimits(asked);
                return true;
            });
        } catch (NothingHeld nothing) {
            // Each has been told why; nothing is left behind, no lock either.
        } catch (CannotCreateTransactionException | DataAccessResourceFailureException away) {
            asked.forEach(each -> each.come(new Outcome.Failed(away)));
        } catch (RuntimeException failed) {
            if (asked.size() == 1) {
                asked.get(0).come(new Outcome.Failed(failed));
            } else {
                asked.forEach(each -> together(List.of(each)));
            }
        }
    }

    /** A limit that was lowered after it was read is the database's to say; the next try reads it. */
    private void onceUnderTheLimits(List<AskedHold> asked) {
        try {
            once(asked);
        } catch (DataIntegrityViolationException refused) {
            if (asked.size() == 1) {
                throw new CannotAcquireLockException("refused by the database", refused);
            }
            throw refused;
        }
    }

    private void once(List<AskedHold> asked) {
        Instant now = Sql.micros(clock.instant());
        asked.forEach(AskedHold::begin);
        setTwinsAside(asked);
        checkNames(open(asked));
        answerAgain(open(asked));
        List<AskedHold> open = open(asked);
        LockedCells cells = promises.lock(
                open.stream().flatMap(each -> each.wanted().stream()).toList());
        List<AskedHold> given = new ArrayList<>();
        for (AskedHold each : open) {
            decide(each, cells, now).ifPresent(held -> {
                each.come(new Outcome.Held(held));
                given.add(each);
            });
        }
        lookForEnded(asked, now);
        if (!rows.insert(given.stream().map(HoldGroup::held).toList())) {
            throw new CannotAcquireLockException("another request held a line of the same owner at the same moment");
        }
        promises.write(cells);
        keepAnswers(asked);
        if (asked.stream().noneMatch(each -> each.outcome() instanceof Outcome.Held)) {
            throw new NothingHeld();
        }
    }

    /** Of requests for the same line of the same owner, or of one request sent twice, the first goes first. */
    private static void setTwinsAside(List<AskedHold> asked) {
        Set<Object> seen = new HashSet<>();
        for (AskedHold each : asked) {
            List<Object> names = new ArrayList<>();
            names.add(each.caller());
            each.request()
                    .lines()
                    .forEach(line -> names.add(List.of(each.request().owner(), line.line())));
            if (names.stream().anyMatch(seen::contains)) {
                each.come(new Outcome.Later(List.of()));
            } else {
                seen.addAll(names);
            }
        }
    }

    /** Items and locations that are not known yet are looked up for all of them at once. */
    private void checkNames(List<AskedHold> open) {
        promises.remember(
                open.stream().flatMap(each -> each.promises().stream()).toList());
        for (AskedHold each : open) {
            try {
                promises.check(
                        each.request().lines().stream()
                                .map(HoldRequest.Line::promise)
                                .toList(),
                        "lines");
            } catch (Refusal bad) {
                each.come(new Outcome.Failed(bad));
            }
        }
    }

    private void answerAgain(List<AskedHold> open) {
        List<Caller> keeping =
                open.stream().map(AskedHold::caller).filter(Caller::keepsAnswer).toList();
        Set<Caller> known = keeping.isEmpty() ? Set.of() : callers.answeredBefore(keeping);
        open.stream()
                .filter(each -> known.contains(each.caller()))
                .forEach(each -> each.come(
                        new Outcome.Failed(new Refusal("ANSWERED_BEFORE", "This request was answered before."))));
    }

    /** The new reservation, if it can be; else what has come of it is said. */
    private Optional<Reservation> decide(AskedHold asked, LockedCells cells, Instant now) {
        HoldRequest request = asked.request();
        List<String> taken = request.lines().stream()
                .map(HoldRequest.Line::line)
                .filter(line -> cells.isOpen(request.owner(), line))
                .toList();
        if (!taken.isEmpty()) {
            asked.come(earlier(asked, now));
            return Optional.empty();
        }
        Refusal tooMany = beyondOwnersLimit(asked, cells);
        if (tooMany != null) {
            List<UUID> ended = rows.endedOf(request.owner(), now);
            asked.come(
                    !ended.isEmpty() && asked.mayWaitForEnded()
                            ? new Outcome.Later(ended)
                            : new Outcome.Failed(tooMany));
            return Optional.empty();
        }
        List<Promise> left = tooLittle(asked, cells);
        if (!left.isEmpty()) {
            if (!request.allowPartial() || left.size() == asked.promises().size()) {
                asked.come(new Outcome.TooLittle(left));
                return Optional.empty();
            }
            List<UUID> ended = rows.endedAt(left, now).values().stream()
                    .flatMap(Collection::stream)
                    .toList();
            if (!ended.isEmpty() && asked.mayWaitForEnded()) {
                asked.come(new Outcome.Later(ended));
                return Optional.empty();
            }
        }
        return Optional.of(give(asked, cells, left, now));
    }

    private static List<Promise> tooLittle(AskedHold asked, LockedCells cells) {
        return asked.promises().stream()
                .filter(promise -> cells.left(promise).compareTo(promise.quantity()) < 0)
                .map(promise -> new Promise(promise.sku(), promise.location(), cells.left(promise)))
                .toList();
    }

    private Reservation give(AskedHold asked, LockedCells cells, List<Promise> left, Instant now) {
        HoldRequest request = asked.request();
        List<Reservation.Line> lines = new ArrayList<>();
        for (Promise promise : asked.promises()) {
            if (left.stream().noneMatch(promise::isAtSameCell)) {
                BigDecimal onHand = cells.leftOnHand(promise);
                for (HoldRequest.Line line : request.lines()) {
                    if (line.promise().isAtSameCell(promise)) {
                        lines.add(Reservation.Line.of(line, line.quantity().subtract(onHand)));
                        onHand = onHand.subtract(line.quantity()).max(BigDecimal.ZERO);
                    }
                }
                cells.take(request.owner(), promise, request.keptAs(), asked.document(), asked.writer());
            }
        }
        return Reservation.held(asked.id(), request, lines, now, shortfalls.of(request, left));
    }

    private static @Nullable Refusal beyondOwnersLimit(AskedHold asked, LockedCells cells) {
        Map<String, BigDecimal> wanted = new LinkedHashMap<>();
        asked.promises().forEach(promise -> wanted.merge(promise.sku(), promise.quantity(), BigDecimal::add));
        for (Map.Entry<String, BigDecimal> each : wanted.entrySet()) {
            OwnerLimit limit =
                    cells.limit(asked.request().owner(), each.getKey()).orElse(null);
            if (limit != null && !limit.allows(each.getValue())) {
                return new Refusal(
                        "OWNER_LIMIT_REACHED",
                        "One owner may have at most "
                                + limit.most().stripTrailingZeros().toPlainString() + " of " + each.getKey()
                                + " reserved.",
                        "lines",
                        Map.of("sku", each.getKey(), "maxPerOwner", limit.most(), "has", limit.has()));
            }
        }
        return null;
    }

    private Outcome earlier(AskedHold asked, Instant now) {
        HoldRequest request = asked.request();
        Set<String> names = request.lines().stream().map(HoldRequest.Line::line).collect(Collectors.toSet());
        List<Reservation> open = rows.open(request.owner(), names);
        List<UUID> ended = open.stream()
                .filter(reservation -> reservation.hasEnded(now))
                .map(Reservation::id)
                .toList();
        if (open.size() == 1 && ended.isEmpty() && open.get(0).isFor(request)) {
            return new Outcome.Held(open.get(0));
        }
        if (open.isEmpty()) {
            asked.waitedInVain(); // the one in the way was resolved between two statements
        }
        if ((open.isEmpty() || !ended.isEmpty()) && asked.mayWaitForEnded()) {
            return new Outcome.Later(ended);
        }
        return new Outcome.Failed(new Refusal(
                "OWNER_LINE_TAKEN",
                "This owner already has an open reservation for one of these lines, with other content: release it first.",
                "lines",
                Map.of("reservations", open.stream().map(Reservation::id).toList())));
    }

    /** Where there was too little, ended holds may occupy what is wanted; they are tidied before anybody is refused. */
    private void lookForEnded(List<AskedHold> asked, Instant now) {
        List<Promise> empty = asked.stream()
                .flatMap(each ->
                        each.outcome() instanceof Outcome.TooLittle little ? little.left().stream() : Stream.empty())
                .toList();
        if (empty.isEmpty()) {
            return;
        }
        Map<List<String>, List<UUID>> ended = rows.endedAt(empty, now);
        for (AskedHold each : asked) {
            if (each.outcome() instanceof Outcome.TooLittle little) {
                List<UUID> inTheWay = little.left().stream()
                        .flatMap(promise ->
                                ended.getOrDefault(List.of(promise.sku(), promise.location()), List.of()).stream())
                        .toList();
                if (!inTheWay.isEmpty() && each.mayWaitForEnded()) {
                    each.come(new Outcome.Later(inTheWay));
                }
            }
        }
    }

    private void keepAnswers(List<AskedHold> asked) {
        Map<Caller, HoldAnswer> answers = new LinkedHashMap<>();
        for (AskedHold each : asked) {
            Function<Reservation, HoldAnswer> answer = each.answer();
            if (answer != null && each.caller().keepsAnswer() && each.outcome() instanceof Outcome.Held held) {
                answers.put(each.caller(), answer.apply(held.reservation()));
            }
        }
        if (!answers.isEmpty()) {
            callers.keep(answers);
        }
    }

    private static List<AskedHold> open(List<AskedHold> asked) {
        return asked.stream().filter(AskedHold::isOpen).toList();
    }

    private static Reservation held(AskedHold asked) {
        return ((Outcome.Held) Objects.requireNonNull(asked.outcome())).reservation();
    }

    /** Rolls back what did nothing, so that no lock outlives it in a caller's transaction. */
    private static final class NothingHeld extends RuntimeException {
        NothingHeld() {
            super("nothing was held", null, false, false);
        }
    }
}
