package io.noren.inventory.counting;

import io.noren.inventory.Actor;
import io.noren.inventory.CountResult;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Locations;
import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.Sql;
import io.noren.inventory.StockCount;
import io.noren.inventory.StockCounts;
import io.noren.inventory.counting.CountSession.State;
import io.noren.inventory.counting.CountSession.Task;
import io.noren.inventory.counting.CountSession.Variance;
import io.noren.inventory.counting.CountSessionRows.Last;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counting a location together, from the choice of cells to a person's word. Nothing of it touches the books before it is
 * approved; then each count is taken as of when it was counted, so what was sold meanwhile stays sold.
 *
 * <p>Each step said again changes nothing. Order of locks: a session first, then cells.
 */
@Component
public class CountSessions {

    private final RetriedTransaction transaction;
    private final CountSessionRows rows;
    private final CountSelection selection;
    private final CountReview review;
    private final StockCounts counts;
    private final Locations locations;
    private final Clock clock;

    CountSessions(
            RetriedTransaction transaction,
            CountSessionRows rows,
            CountSelection selection,
            CountReview review,
            StockCounts counts,
            Locations locations,
            Clock clock) {
        this.transaction = transaction;
        this.rows = rows;
        this.selection = selection;
        this.review = review;
        this.counts = counts;
        this.locations = locations;
        this.clock = clock;
    }

    /**
     * Chooses what to count and begins. The same reference of a location with the same content is the same session.
     *
     * @throws Refusal {@code NOTHING_TO_COUNT} when the criteria lead to no cell that is not counted already;
     *     {@code TOO_MANY_TASKS}, {@code REFERENCE_TAKEN}, {@code UNKNOWN_ITEM}; and bad requests by name
     */
    public CountSession open(NewCountSession wanted) {
        wanted.checkShape();
        if (wanted.location().indexOf('\0') >= 0
                || locations.find(wanted.location()).isEmpty()) {
            throw NewCountSession.refusal("UNKNOWN_LOCATION", "location", "No location " + wanted.location() + ".");
        }
        List<String> unknown = selection.unknown(wanted.skus());
        if (!unknown.isEmpty()) {
            throw NewCountSession.refusal("UNKNOWN_ITEM", "select.skus", "No item " + unknown.get(0) + ".");
        }
        return transaction.run(() -> {
            Instant now = now();
            Optional<UUID> opened = rows.insert(wanted, now);
            if (opened.isEmpty()) {
                return known(wanted);
            }
            int tasks = selection.select(opened.get(), wanted, now);
            if (tasks == 0) {
                throw new Refusal(
                        "NOTHING_TO_COUNT", "Nothing there is to be counted that is not counted in another session.");
            } else if (tasks > NewCountSession.MOST_TASKS) {
                throw NewCountSession.refusal(
                        "TOO_MANY_TASKS",
                        "select",
                        "That would be more than " + NewCountSession.MOST_TASKS + " items: count a part of them.");
            }
            return load(opened.get());
        });
    }

    private CountSession known(NewCountSession wanted) {
        CountSessionRows.Known known = rows.withReference(wanted);
        if (!known.digest().equals(wanted.digest())) {
            throw new Refusal(
                    "REFERENCE_TAKEN",
                    "The reference " + wanted.reference() + " was used with other content: choose another.",
                    "reference",
                    Map.of("id", known.id()));
        }
        return load(known.id());
    }

    /**
     * What somebody counted.
     *
     * @param id what makes it one and the same however often it is reported, within the session
     * @param counter the person, as the device says
     */
    public record Counted(
            String id,
            String sku,
            BigDecimal counted,
            Instant countedAt,
            @Nullable String counter) {}

    /**
     * Keeps what was counted; the results are in the order of the counts. Several may count the same cell: the newest
     * counts, and the others are there for whoever approves.
     *
     * @throws Refusal {@code WRONG_STEP} when counting is over
     */
    public List<CountResult> count(UUID id, List<Counted> counted) {
        return transaction.run(() -> {
            if (!rows.lock(id, false)) {
                throw unknown(id);
            }
            CountSession session = load(id);
            if (session.state() != State.COUNTING) {
                throw wrongStep(session);
            }
            return new CountTaking(rows, counts, session, now()).take(counted);
        });
    }

    /** Counting is over; from here on nobody counts, and what the books say may be seen. */
    public CountSession submit(UUID id) {
        return step(id, session -> {
            if (session.state() == State.REVIEW) {
                return session;
            } else if (session.state() != State.COUNTING) {
                throw wrongStep(session);
            }
            rows.changeState(id, State.REVIEW, now());
            return load(id);
        });
    }

    /** Whether the one who asks may approve it, as far as it depends on who has counted. */
    @Transactional(readOnly = true)
    public boolean mayApprove(CountSession session) {
        return !isOwn(session, rows.lastCounts(session.id()));
    }

    private static boolean isOwn(CountSession session, List<Last> last) {
        String who = Actor.current();
        return !session.selfApproval() && last.stream().anyMatch(count -> count.isBy(who));
    }

    /**
     * A person believes it: the newest count of each task goes into the books, as of when it was counted. What was not
     * counted is dropped. Said again it changes nothing.
     *
     * @throws Refusal {@code WRONG_STEP} unless it is in review; {@code OWN_COUNT} when a count that would be booked is
     *     by whoever approves, unless the session was opened so; {@code COUNTS_REFUSED} with why, when the books do not
     *     take a count any more
     */
    public CountSession approve(UUID id) {
        return step(id, session -> {
            if (session.state() == State.APPROVED) {
                return session;
            } else if (session.state() != State.REVIEW) {
                throw wrongStep(session);
            }
            List<Last> last = rows.lastCounts(id);
            if (isOwn(session, last)) {
                throw new Refusal("OWN_COUNT", "Who counted does not approve it: somebody else does.");
            }
            List<CountResult> refused = counts
                    .recordApproved(last.stream()
                            .map(count -> new StockCount(
                                    "session/" + count.task() + "/" + count.round() + "/" + id,
                                    ItemReference.sku(count.sku()),
                                    session.location(),
                                    count.counted(),
                                    count.countedAt(),
                                    null))
                            .toList())
                    .stream()
                    .filter(result -> result.result() == CountResult.Outcome.REJECTED
                            || result.result() == CountResult.Outcome.CONFLICT)
                    .toList();
            if (!refused.isEmpty()) {
                throw new Refusal(
                        "COUNTS_REFUSED",
                        refused.size() + " counts are not taken any more: reject the session and count again.",
                        null,
                        Map.of("counts", refused));
            }
            rows.end(id, last.stream().map(Last::task).toList(), now());
            rows.changeState(id, State.APPROVED, now());
            return load(id);
        });
    }

    /**
     * A person does not believe it: these are counted again.
     *
     * @param skus those; all that differ from the books when there are none
     * @throws Refusal {@code WRONG_STEP} unless it is in review; {@code UNKNOWN_LINE}, {@code NOTHING_TO_COUNT}
     */
    public CountSession reject(UUID id, Collection<String> skus) {
        return step(id, session -> {
            if (session.state() != State.REVIEW) {
                throw wrongStep(session);
            }
            Set<String> again = skus.isEmpty() ? differing(id) : rows.tasksAmong(id, skus);
            if (!again.containsAll(skus)) {
                throw NewCountSession.refusal("UNKNOWN_LINE", "skus", "The session does not count all of them.");
            } else if (again.isEmpty()) {
                throw new Refusal("NOTHING_TO_COUNT", "All counts agree with the books: say which to count again.");
            }
            rows.recount(id, again);
            rows.changeState(id, State.COUNTING, now());
            return load(id);
        });
    }

    private Set<String> differing(UUID id) {
        return review.variances(id, "", NewCountSession.MOST_TASKS).stream()
                .filter(Variance::differs)
                .map(Variance::sku)
                .collect(Collectors.toSet());
    }

    /** Nothing of it counts. Said again it changes nothing. */
    public CountSession cancel(UUID id) {
        return step(id, session -> {
            if (session.state() == State.CANCELLED) {
                return session;
            } else if (session.state() == State.APPROVED) {
                throw wrongStep(session);
            }
            rows.end(id, List.of(), now());
            rows.changeState(id, State.CANCELLED, now());
            return load(id);
        });
    }

    @Transactional(readOnly = true)
    public Optional<CountSession> find(UUID id) {
        return rows.find(id);
    }

    /**
     * The newest first.
     *
     * @param states none for all
     * @param after the last one seen, or null
     */
    @Transactional(readOnly = true)
    public List<CountSession> list(String location, Collection<State> states, @Nullable UUID after, int limit) {
        return rows.list(location, states, after, limit);
    }

    /** What to count, in the order of SKUs, after one. */
    @Transactional(readOnly = true)
    public List<Task> tasks(UUID id, String afterSku, int limit) {
        return review.tasks(load(id), afterSku, limit);
    }

    /**
     * What was counted against the books, in the order of SKUs, after one.
     *
     * @throws Refusal {@code STILL_COUNTING} for a blind session before it is submitted
     */
    @Transactional(readOnly = true)
    public List<Variance> variances(UUID id, String afterSku, int limit) {
        CountSession session = load(id);
        if (session.blind() && session.state() == State.COUNTING) {
            throw new Refusal("STILL_COUNTING", "It is counted blind: submit it before it is held against the books.");
        }
        return review.variances(id, afterSku, limit);
    }

    private CountSession step(UUID id, UnaryOperator<CountSession> work) {
        return transaction.run(() -> {
            if (!rows.lock(id, true)) {
                throw unknown(id);
            }
            return work.apply(load(id));
        });
    }

    private CountSession load(UUID id) {
        return rows.find(id).orElseThrow(() -> unknown(id));
    }

    public static Refusal unknown(UUID id) {
        return new Refusal("UNKNOWN_COUNT_SESSION", "There is no count session " + id + ".");
    }

    private static Refusal wrongStep(CountSession session) {
        return new Refusal(
                "WRONG_STEP",
                "It is " + session.state() + "; this step is not for that.",
                null,
                Map.of("state", session.state()));
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
