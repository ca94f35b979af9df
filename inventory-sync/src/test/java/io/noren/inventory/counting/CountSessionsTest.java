package io.noren.inventory.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.inventory.CountResult;
import io.noren.inventory.CountResult.Outcome;
import io.noren.inventory.InventoryTest;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.Oversold;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import io.noren.inventory.availability.NotFoundReports;
import io.noren.inventory.counting.CountSession.Cause;
import io.noren.inventory.counting.CountSession.State;
import io.noren.inventory.counting.CountSession.Task;
import io.noren.inventory.counting.CountSession.Variance;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Ginza is counted, blind, while its tills go on selling. */
class CountSessionsTest extends InventoryTest {

    @Autowired
    private CountSessions sessions;

    @Autowired
    private NotFoundReports notFound;

    @Autowired
    private Oversold oversold;

    @Autowired
    private StockAudit audit;

    private String shirt = "";
    private String cap = "";
    private String ginza = "";
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void tenShirtsAndTwoCaps() {
        shirt = anyItem();
        cap = anyItem();
        ginza = anyStore();
        stock(shirt, ginza, 10);
        stock(cap, ginza, 2);
        now = clock.stop();
    }

    @Test
    void whatIsApprovedIsInTheBooksAsOfWhenItWasCounted() {
        CountSession session = listed(shirt, cap);
        clock.advance(Duration.ofMinutes(1));
        Instant counted = clock.instant();
        assertThat(count(session, "a", shirt, 8, counted)).isEqualTo(Outcome.RECORDED);
        clock.advance(Duration.ofMinutes(1));
        sell(shirt, 3, clock.instant());
        assertThat(onHand(shirt)).as("nothing is booked yet").isEqualTo(7);
        sessions.submit(session.id());

        CountSession approved = sessions.approve(session.id());

        assertThat(approved.state()).isEqualTo(State.APPROVED);
        assertThat(onHand(shirt)).as("8 were there, and 3 were sold after that").isEqualTo(5);
        assertThat(onHand(cap)).as("what nobody counted stays as it was").isEqualTo(2);
        assertThat(states(session)).containsOnly(tuple(shirt, "DONE"), tuple(cap, "DROPPED"));
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whoCountsIsNotToldWhatTheBooksSay() {
        CountSession session = listed(shirt);
        count(session, "a", shirt, 8, now);

        assertThat(sessions.tasks(session.id(), "", 10)).containsExactly(new Task(shirt, Cause.LISTED, 1, 1, null));
        refused(() -> sessions.variances(session.id(), "", 10), "STILL_COUNTING");

        sessions.submit(session.id());
        Variance variance = only(session);
        assertThat(variance.expected()).isEqualByComparingTo("10");
        assertThat(variance.counted()).isEqualByComparingTo("8");
        assertThat(variance.variance()).isEqualByComparingTo("-2");
        assertThat(variance.doubt()).isNull();
    }

    @Test
    void whoCountsOpenlyIsTold() {
        CountSession session = sessions.open(new NewCountSession(
                ginza, "open" + shirt, false, true, false, false, null, Set.of(), 90, null, List.of(shirt)));

        assertThat(sessions.tasks(session.id(), "", 10))
                .singleElement()
                .satisfies(task -> assertThat(task.expected()).isEqualByComparingTo("10"));
        assertThat(sessions.variances(session.id(), "", 10)).hasSize(1);
    }

    @Test
    void theVarianceIsThatOfTheMomentOfCounting() {
        CountSession session = listed(shirt);
        count(session, "a", shirt, 10, now);
        clock.advance(Duration.ofMinutes(1));
        sell(shirt, 4, clock.instant());
        sessions.submit(session.id());

        Variance variance = only(session);

        assertThat(variance.expected()).isEqualByComparingTo("10");
        assertThat(variance.variance()).isEqualByComparingTo("0");
        assertThat(variance.after()).isEqualByComparingTo("6");
    }

    @Test
    void ofSeveralWhoCountTheSameTheNewestCountsAndThePersonSeesThatTheyDiffer() {
        CountSession session = listed(shirt);
        count(session, "sato", shirt, 8, now);
        count(session, "ito", shirt, 9, now.minusSeconds(60));
        sessions.submit(session.id());

        Variance variance = only(session);
        assertThat(variance.counted()).isEqualByComparingTo("8");
        assertThat(variance.disputed()).isTrue();
        assertThat(variance.counts()).extracting(CountSession.Entry::id).containsExactlyInAnyOrder("sato", "ito");

        sessions.approve(session.id());
        assertThat(onHand(shirt)).isEqualTo(8);
    }

    @Test
    void aRejectedCountIsCountedAgainAndOnlyTheNewRoundCounts() {
        CountSession session = listed(shirt, cap);
        count(session, "a", shirt, 1, now);
        count(session, "b", cap, 2, now);
        sessions.submit(session.id());

        CountSession again = sessions.reject(session.id(), List.of());

        assertThat(again.state()).isEqualTo(State.COUNTING);
        assertThat(again.counted()).as("the cap agrees and stays counted").isEqualTo(1);
        assertThat(sessions.tasks(session.id(), "", 10))
                .extracting(Task::sku, Task::round, Task::counts)
                .containsExactlyInAnyOrder(tuple(shirt, 2, 0L), tuple(cap, 1, 1L));
        clock.advance(Duration.ofMinutes(5));
        count(session, "c", shirt, 9, clock.instant());
        sessions.submit(session.id());
        assertThat(sessions.variances(session.id(), "", 10))
                .filteredOn(variance -> variance.sku().equals(shirt))
                .singleElement()
                .satisfies(variance -> assertThat(variance.counts()).hasSize(2));
        sessions.approve(session.id());
        assertThat(onHand(shirt)).isEqualTo(9);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatWasRejectedAndNotCountedAgainIsNotBooked() {
        CountSession session = listed(shirt);
        count(session, "a", shirt, 1, now);
        sessions.submit(session.id());
        sessions.reject(session.id(), List.of(shirt));
        sessions.submit(session.id());

        sessions.approve(session.id());

        assertThat(onHand(shirt)).isEqualTo(10);
    }

    @Test
    void aSessionApprovedByManyAtOnceIsBookedOnce() {
        CountSession session = listed(shirt);
        count(session, "a", shirt, 8, now);
        sessions.submit(session.id());

        Together.all(8, who -> sessions.approve(session.id()));

        assertThat(onHand(shirt)).isEqualTo(8);
        assertThat(level(shirt, ginza).version()).isEqualTo(2);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void countsReportedTwiceAreKeptOnceAndEachRowHasItsOwnResult() {
        CountSession session = listed(shirt);
        List<CountSessions.Counted> rows = List.of(
                counted("a", shirt, "8", now),
                counted("a", shirt, "8", now),
                counted("a", shirt, "9", now),
                counted("b", cap, "1", now),
                counted("c", "nothing", "1", now),
                counted("d", shirt, "-1", now),
                counted("e", shirt, "0.5", now),
                counted("f", shirt, "1", now.plus(Duration.ofMinutes(10))),
                counted("x".repeat(101), shirt, "1", now));

        assertThat(sessions.count(session.id(), rows))
                .extracting(CountResult::result, CountResult::code)
                .containsExactly(
                        tuple(Outcome.RECORDED, null),
                        tuple(Outcome.DUPLICATE, null),
                        tuple(Outcome.CONFLICT, "COUNT_CONFLICT"),
                        tuple(Outcome.REJECTED, "NOT_IN_SESSION"),
                        tuple(Outcome.REJECTED, "UNKNOWN_ITEM"),
                        tuple(Outcome.REJECTED, "NEGATIVE_COUNT"),
                        tuple(Outcome.REJECTED, "FRACTION_OF_EACH"),
                        tuple(Outcome.REJECTED, "COUNTED_IN_FUTURE"),
                        tuple(Outcome.REJECTED, "BAD_ID"));
        assertThat(Together.all(8, who -> count(session, "same", shirt, 8, now)))
                .filteredOn(Outcome.RECORDED::equals)
                .hasSize(1);
        sessions.submit(session.id());
        refused(() -> count(session, "late", shirt, 8, now), "WRONG_STEP");
    }

    @Test
    void aCountThatNobodyWouldBelieveSaysSo() {
        String pen = anyItem();
        stock(pen, ginza, 100);
        CountSession session = listed(pen);
        count(session, "a", pen, 0, now);
        sessions.submit(session.id());

        assertThat(only(session).doubt()).contains("100");

        sessions.approve(session.id());
        assertThat(onHand(pen)).as("the person has seen it").isZero();
    }

    @Test
    void nearZeroIsWhatHasLittleOrLessThanNothing() {
        String sold = anyItem();
        String empty = anyItem();
        stock(sold, ginza, -1);
        stock(empty, ginza, 1);
        stock(empty, ginza, -1);

        CountSession session = sessions.open(new NewCountSession(
                ginza, "near" + shirt, true, true, false, false, BigDecimal.valueOf(2), Set.of(), 90, null, List.of()));

        assertThat(sessions.tasks(session.id(), "", 10))
                .extracting(Task::sku, Task::cause)
                .containsExactlyInAnyOrder(tuple(cap, Cause.NEAR_ZERO), tuple(sold, Cause.NEAR_ZERO));
    }

    @Test
    void theClassesAreSharesOfTheQuantitySoldThere() {
        String best = anyItem();
        String good = anyItem();
        String slow = anyItem();
        for (String sku : List.of(best, good, slow)) {
            stock(sku, ginza, 1_000);
        }
        sell(best, 90, now);
        sell(good, 10, now);
        movement(slow, ginza, MovementReason.SHRINKAGE, -500, now);

        assertThat(classed("A")).containsExactly(best);
        assertThat(classed("B")).containsExactly(good);
        assertThat(classed("C")).containsExactlyInAnyOrder(slow, shirt, cap);
        movement(best, ginza, MovementReason.RETURN, 85, now);
        assertThat(classed("A")).as("returns are taken off").containsExactlyInAnyOrder(good, best);
    }

    @Test
    void aCategoryIsCountedAsAWhole() {
        String tea = "tea-" + UUID.randomUUID();
        items.put(new Item(
                tea, null, List.of(), new LocalizedName("茶", "Tea"), Item.EACH, null, null, null, "tea" + shirt, true));
        stock(tea, ginza, 4);

        CountSession session = sessions.open(new NewCountSession(
                ginza, "tea" + shirt, true, true, false, false, null, Set.of(), 90, "tea" + shirt, List.of()));

        assertThat(sessions.tasks(session.id(), "", 10)).containsExactly(new Task(tea, Cause.CATEGORY, 1, 0, null));
    }

    @Test
    void whatWasLookedForInVainIsTakenOverAndEndsByTheCount() {
        notFound.report(shirt, ginza, null);
        assertThat(level(shirt, ginza).available()).isZero();
        clock.advance(Duration.ofMinutes(1));
        CountSession first = notFoundSession("first");
        assertThat(sessions.tasks(first.id(), "", 10)).containsExactly(new Task(shirt, Cause.NOT_FOUND, 1, 0, null));
        refused(() -> notFoundSession("second"), "NOTHING_TO_COUNT");

        sessions.cancel(first.id());
        CountSession third = notFoundSession("third");
        count(third, "a", shirt, 7, clock.instant());
        sessions.submit(third.id());
        sessions.approve(third.id());

        notFound.tidy();
        assertThat(notFound.openAt(ginza, 10)).isEmpty();
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("7");
    }

    @Test
    void whatWasOversoldIsTakenOverOnceForEachCellAndWaitsOnUnlessItIsCounted() {
        sell(shirt, 11, clock.instant());
        notFound.report(shirt, ginza, null);
        sell(cap, 3, clock.instant());
        clock.advance(Duration.ofMinutes(1));

        CountSession both = sessions.open(new NewCountSession(
                ginza, "both" + shirt, true, true, true, true, null, Set.of(), 90, null, List.of()));
        assertThat(sessions.tasks(both.id(), "", 10))
                .containsExactlyInAnyOrder(
                        new Task(shirt, Cause.NOT_FOUND, 1, 0, null), new Task(cap, Cause.SOLD_BELOW_ZERO, 1, 0, null));
        count(both, "a", shirt, 7, clock.instant());
        sessions.submit(both.id());
        sessions.approve(both.id());
        oversold.tidy();

        assertThat(oversold.openAt(ginza, 10)).extracting(Oversold.Task::sku).containsExactly(cap);
        CountSession rest = sessions.open(new NewCountSession(
                ginza, "rest" + shirt, true, true, false, true, null, Set.of(), 90, null, List.of()));
        assertThat(states(rest)).containsExactly(tuple(cap, "OPEN"));
    }

    @Test
    void aCellIsCountedInOneSessionAtATime() {
        CountSession first = listed(shirt);
        refused(() -> listed(shirt), "NOTHING_TO_COUNT");
        CountSession both = listed(shirt, cap);
        assertThat(sessions.tasks(both.id(), "", 10)).extracting(Task::sku).containsExactly(cap);

        sessions.cancel(first.id());
        assertThat(sessions.cancel(first.id()).state()).isEqualTo(State.CANCELLED);
        assertThat(listed(shirt).tasks()).isEqualTo(1);
        List<Long> tasks = Together.all(6, who -> {
            try {
                return sessions.open(new NewCountSession(
                                ginza,
                                "r" + who + shirt,
                                true,
                                true,
                                false,
                                false,
                                BigDecimal.TEN,
                                Set.of(),
                                90,
                                null,
                                List.of()))
                        .tasks();
            } catch (Refusal refused) {
                return 0L;
            }
        });
        assertThat(tasks).as("both cells are counted already").containsOnly(0L);
    }

    @Test
    void theSameReferenceIsTheSameSession() {
        NewCountSession wanted = new NewCountSession(
                ginza, "same" + shirt, true, true, false, false, null, Set.of(), 90, null, List.of(shirt));

        assertThat(Set.copyOf(Together.all(6, who -> sessions.open(wanted).id())))
                .hasSize(1);
        refused(
                () -> sessions.open(new NewCountSession(
                        ginza, "same" + shirt, true, true, false, false, null, Set.of(), 90, null, List.of(cap))),
                "REFERENCE_TAKEN");
    }

    @Test
    void stepsOutOfTurnAndBadRequestsAreRefusedByName() {
        CountSession session = listed(shirt);
        refused(() -> sessions.approve(session.id()), "WRONG_STEP");
        refused(() -> sessions.reject(session.id(), List.of()), "WRONG_STEP");
        sessions.submit(session.id());
        refused(() -> sessions.reject(session.id(), List.of()), "NOTHING_TO_COUNT");
        refused(() -> sessions.reject(session.id(), List.of(cap)), "UNKNOWN_LINE");
        sessions.approve(session.id());
        refused(() -> sessions.cancel(session.id()), "WRONG_STEP");
        refused(() -> sessions.submit(UUID.randomUUID()), "UNKNOWN_COUNT_SESSION");
        refused(() -> open("nowhere", null, Set.of(), 90, shirt), "UNKNOWN_LOCATION");
        refused(() -> open(ginza, null, Set.of(), 90, "nothing"), "UNKNOWN_ITEM");
        refused(() -> open(ginza, null, Set.of("D"), 90, shirt), "BAD_SELECTION");
        refused(() -> open(ginza, null, Set.of("A"), 0, shirt), "BAD_SELECTION");
        refused(() -> open(ginza, BigDecimal.valueOf(-1), Set.of(), 90, shirt), "BAD_SELECTION");
        refused(
                () -> sessions.open(
                        new NewCountSession(ginza, "r", true, true, false, false, null, Set.of(), 90, null, List.of())),
                "NOTHING_SELECTED");
    }

    private CountSession open(
            String location, @Nullable BigDecimal nearZero, Set<String> classes, int days, String sku) {
        return sessions.open(new NewCountSession(
                location,
                "r-" + UUID.randomUUID(),
                true,
                true,
                false,
                false,
                nearZero,
                classes,
                days,
                null,
                List.of(sku)));
    }

    private CountSession listed(String... skus) {
        return sessions.open(new NewCountSession(
                ginza, "r-" + UUID.randomUUID(), true, true, false, false, null, Set.of(), 90, null, List.of(skus)));
    }

    private CountSession notFoundSession(String name) {
        return sessions.open(
                new NewCountSession(ginza, name + shirt, true, true, true, false, null, Set.of(), 90, null, List.of()));
    }

    private List<String> classed(String type) {
        CountSession session = sessions.open(new NewCountSession(
                ginza, "r-" + UUID.randomUUID(), true, true, false, false, null, Set.of(type), 90, null, List.of()));
        List<String> skus =
                sessions.tasks(session.id(), "", 100).stream().map(Task::sku).toList();
        sessions.cancel(session.id());
        return skus;
    }

    private Outcome count(CountSession session, String id, String sku, long counted, Instant at) {
        return sessions.count(session.id(), List.of(counted(id, sku, String.valueOf(counted), at)))
                .get(0)
                .result();
    }

    private static CountSessions.Counted counted(String id, String sku, String counted, Instant at) {
        return new CountSessions.Counted(id, sku, new BigDecimal(counted), at, "Sato");
    }

    private void sell(String sku, long quantity, Instant at) {
        movement(sku, ginza, MovementReason.SALE, -quantity, at);
    }

    private void movement(String sku, String location, MovementReason reason, long delta, Instant at) {
        ledger.record(List.of(new Movement(
                "m-" + UUID.randomUUID(),
                ItemReference.sku(sku),
                location,
                BigDecimal.valueOf(delta),
                reason,
                at,
                null,
                null)));
    }

    private Variance only(CountSession session) {
        List<Variance> variances = sessions.variances(session.id(), "", 10);
        assertThat(variances).hasSize(1);
        return variances.get(0);
    }

    private int onHand(String sku) {
        return level(sku, ginza).onHand().intValueExact();
    }

    private List<Tuple> states(CountSession session) {
        return jdbc.sql("select sku, state from inventory.count_task where session = :id")
                .param("id", session.id())
                .query((row, index) -> tuple(row.getString(1), row.getString(2)))
                .list();
    }

    private static void refused(ThrowingCallable step, String code) {
        Refusal refusal = catchThrowableOfType(Refusal.class, step);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
    }
}
