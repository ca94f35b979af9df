package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.noren.loyalty.Merge.State;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Members are taken for one, spend together, and are parted again with what each of them had. */
@LoyaltyTest
class MergesTest {
    private static final String CLERK = "hanako";
    private static final String TILL = "till";

    @Autowired
    Purchases purchases;

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    Redemptions redemptions;

    @Autowired
    PointsLedger ledger;

    @Autowired
    PointsExpiry expiry;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    PointsAudit audit;

    @Autowired
    Facts facts;

    @Autowired
    JdbcClient sql;

    private record Customer(UUID account, Claim card) {}

    @AfterEach
    void everythingKeptIsWhatTheLedgerComesTo() {
        assertThat(audit.differences()).isEmpty();
        assertThat(sql.sql("select coalesce(sum(points), 0) from loyalty.points_entry where purpose = 'SETTLE'")
                        .query(Long.class)
                        .single())
                .as("over all accounts a settlement is nothing")
                .isZero();
    }

    @Test
    void twoMembersAreOneUnderBothIdsAndAreTwoAgainAsTheyWere() {
        Customer taro = registered("1000");
        Customer other = registered("2000");
        Merge proposed = propose(taro, other);
        assertThat(merges.preview(proposed).survivor().points().spendable()).isEqualTo(10);
        assertThat(merges.preview(proposed).absorbed().points().spendable()).isEqualTo(20);

        assertThat(merges.approve(proposed.id(), CLERK).state()).isEqualTo(State.MERGED);
        assertThat(merges.approve(proposed.id(), "taro").decidedBy())
                .as("told again")
                .isEqualTo(CLERK);
        assertThat(members.get(other.account()).id()).isEqualTo(taro.account());
        assertThat(members.findBy(other.card())).contains(taro.account());
        assertThat(points(other)).isEqualTo(new Points(30, 0, 0, null, null));

        Merge undone = merges.undo(proposed.id(), "two brothers", CLERK);
        assertThat(undone.state()).isEqualTo(State.UNMERGED);
        assertThat(merges.undo(proposed.id(), "told again", CLERK)).isEqualTo(undone);
        assertThat(members.get(other.account()).id()).isEqualTo(other.account());
        assertThat(members.findBy(other.card())).contains(other.account());
        assertThat(points(taro).spendable()).isEqualTo(10);
        assertThat(points(other).spendable()).isEqualTo(20);
        refused("MERGE_DECIDED", () -> merges.approve(proposed.id(), CLERK));
        assertThat(facts.merged(other.account()))
                .extracting(MembersMerged::accounts)
                .containsExactly(List.of(other.account()));
        assertThat(facts.unmerged(other.account())).hasSize(1);
    }

    @Test
    void whoSpentTheOthersPointsOwesThemAndPaysWithTheNextOnes() {
        Customer taro = registered("10000");
        Customer other = registered("1000");
        Merge merge = propose(taro, other);
        merges.approve(merge.id(), CLERK);
        UUID paid = spend(other, 60);
        assertThat(points(taro).spendable()).isEqualTo(50);

        merges.undo(merge.id(), "not the same person", CLERK);

        assertThat(points(taro)).isEqualTo(new Points(100, 0, 0, null, null));
        assertThat(points(other)).isEqualTo(new Points(0, 0, 50, null, null));
        buy(other, "3000");
        assertThat(points(other)).isEqualTo(new Points(0, 0, 20, null, null));

        redemptions.giveBack(paid, 60, TILL, Any.transaction());
        assertThat(points(taro)).as("has had theirs").isEqualTo(new Points(100, 0, 0, null, null));
        assertThat(points(other)).isEqualTo(new Points(40, 0, 0, null, null));
    }

    @Test
    void whatIsMadeGoodAfterItLapsedCanBeSpentForAWhile() {
        Customer taro = registered("10000");
        Customer other = registered("0");
        Merge merge = propose(taro, other);
        merges.approve(merge.id(), CLERK);
        spend(other, 60);
        sql.sql("update loyalty.points_lot set expires_at = now() - interval '1 s' where account = ?")
                .param(taro.account())
                .update();
        expiry.due(10_000).forEach(expiry::expire);
        assertThat(points(taro).spendable()).isZero();

        merges.undo(merge.id(), "not the same person", CLERK);

        assertThat(points(taro).spendable()).as("what lapsed stays so").isEqualTo(60);
        assertThat(points(taro).nextExpiry()).isAfter(LocalDate.now(ZoneOffset.UTC));
        assertThat(points(taro).expiring()).isEqualTo(60);
        assertThat(points(other).debt()).isEqualTo(60);
    }

    @Test
    void whatIsMadeGoodOnceIsNotMadeGoodAgainByASecondMergeOfTheSameTwo() {
        Customer taro = registered("10000");
        Customer other = registered("10000");
        for (int round = 1; round <= 2; round++) {
            Merge merge = propose(taro, other);
            merges.approve(merge.id(), CLERK);
            spend(other, 50);
            merges.undo(merge.id(), "again not", CLERK);
            assertThat(points(taro).spendable()).isEqualTo(100);
            assertThat(points(other).spendable()).isEqualTo(100 - 50 * round);
        }
    }

    @Test
    void whileATillTakesPointsNobodyIsMergedOrParted() {
        Customer taro = registered("1000");
        Customer other = registered("1000");
        Merge merge = propose(taro, other);
        UUID held =
                redemptions.reserve(other.account(), 5, TILL, Any.transaction()).id();
        refused("REDEMPTION_RUNNING", () -> merges.approve(merge.id(), CLERK));
        redemptions.release(held);
        merges.approve(merge.id(), CLERK);
        UUID again =
                redemptions.reserve(taro.account(), 15, TILL, Any.transaction()).id();
        refused("REDEMPTION_RUNNING", () -> merges.undo(merge.id(), "why not", CLERK));
        redemptions.capture(again);
        merges.undo(merge.id(), "why not", CLERK);

        assertThat(points(taro).debt()).isEqualTo(5);
        assertThat(points(other).spendable()).isEqualTo(10);
    }

    @Test
    void whoWaitsForAMemberThatIsJustPartedSpendsTheirOwn() throws Exception {
        Customer taro = registered("10000");
        Customer other = registered("1000");
        Merge merge = propose(taro, other);
        merges.approve(merge.id(), CLERK);

        Future<Redemption> tooMuch = reservingWhileTheyAreParted(merge, other, 11, null);

        assertThatThrownBy(tooMuch::get).hasCauseInstanceOf(Refusal.class).hasMessageContaining("so many points");
        assertThat(points(taro).spendable()).isEqualTo(100);
        assertThat(points(other).spendable()).isEqualTo(10);
    }

    @Test
    void theirCardIsTheirsAlthoughTheyWereAnotherMemberWhenTheyBeganToWait() throws Exception {
        Customer taro = registered("10000");
        Customer other = registered("1000");
        Merge first = propose(taro, other);
        merges.approve(first.id(), CLERK);

        Future<Redemption> own = reservingWhileTheyAreParted(first, other, 4, other.card());

        assertThat(own.get().presentedBy())
                .isEqualTo(members.get(other.account()).identifiers().get(0).id());
        assertThat(points(taro).spendable()).isEqualTo(100);
        assertThat(points(other).spendable()).isEqualTo(6);
        redemptions.release(own.get().id());

        Merge second = propose(taro, other);
        merges.approve(second.id(), CLERK);
        Future<Redemption> anothers = reservingWhileTheyAreParted(second, other, 4, taro.card());

        assertThatThrownBy(anothers::get)
                .hasCauseInstanceOf(Refusal.class)
                .hasMessageContaining("does not lead to this member");
        assertThat(points(taro).spendable()).isEqualTo(100);
        assertThat(points(other).spendable()).isEqualTo(10);
    }

    /** Of a member who is parted before the reservation gets its turn. */
    private Future<Redemption> reservingWhileTheyAreParted(
            Merge merge, Customer customer, long points, @Nullable Claim shown) {
        ExecutorService till = Executors.newSingleThreadExecutor();
        try {
            return transaction.execute(status -> {
                merges.undo(merge.id(), "not the same person", CLERK);
                Future<Redemption> waiting = till.submit(
                        () -> redemptions.reserve(customer.account(), points, TILL, Any.transaction(), shown));
                await().until(() -> sql.sql(
                                "select exists (select from pg_stat_activity where wait_event_type = 'Lock')")
                        .query(Boolean.class)
                        .single());
                return waiting;
            });
        } finally {
            till.shutdown();
        }
    }

    @Test
    void whoeverRedeemsWhileTwoAreMergedSpendsEachPointOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            Customer taro = registered("1000");
            Customer other = registered("1000");
            Merge merge = propose(taro, other);
            AtomicInteger turn = new AtomicInteger();

            List<Object> outcomes = Together.times(9, () -> {
                int mine = turn.getAndIncrement();
                return mine == 0
                        ? merges.approve(merge.id(), CLERK)
                        : redemptions.capture(redemptions
                                .reserve((mine % 2 == 0 ? taro : other).account(), 7, TILL, Any.transaction())
                                .id());
            });

            assertThat(outcomes)
                    .allSatisfy(one -> assertThat(one).isInstanceOfAny(Redemption.class, Merge.class, Refusal.class));
            long spent = outcomes.stream().filter(Redemption.class::isInstance).count();
            merges.approve(merge.id(), CLERK);
            assertThat(spent).isLessThanOrEqualTo(2);
            assertThat(points(taro).spendable()).isEqualTo(20 - 7 * spent);
        }
    }

    @Test
    void proposalsAreOneForTwoMembersAndAreDecidedOnce() throws Exception {
        Customer taro = registered("1000");
        Customer other = registered("1000");
        Customer third = registered("1000");
        List<Object> proposals = Together.times(6, () -> propose(taro, other));
        assertThat(proposals.stream().map(one -> ((Merge) one).id()).distinct()).hasSize(1);
        Merge turned = propose(other, taro);
        assertThat(turned).isEqualTo(propose(taro, other));

        merges.reject(turned.id(), CLERK);
        assertThat(merges.reject(turned.id(), CLERK).state()).isEqualTo(State.REJECTED);
        refused("MERGE_DECIDED", () -> merges.approve(turned.id(), CLERK));
        refused("MERGE_DECIDED", () -> merges.undo(turned.id(), "never was", CLERK));

        Merge stale = propose(taro, other);
        merges.approve(propose(third, other).id(), CLERK);
        refused("MERGE_OUTDATED", () -> merges.approve(stale.id(), CLERK));
        refused("MERGE_OF_ONE", () -> propose(third, other));
        refused("MERGE_REASON_REQUIRED", () -> merges.propose(taro.account(), third.account(), " ", CLERK));
        refused("UNKNOWN_MEMBER", () -> merges.propose(taro.account(), UUID.randomUUID(), "who?", CLERK));
        refused("UNKNOWN_MERGE", () -> merges.approve(UUID.randomUUID(), CLERK));
    }

    @Test
    void mergesOfMergedOnesAreUndoneInAnyOrder() {
        Customer taro = registered("1000");
        Customer other = registered("2000");
        Customer third = registered("3000");
        Merge first = propose(taro, other);
        merges.approve(first.id(), CLERK);
        Merge second = propose(third, taro);
        merges.approve(second.id(), CLERK);
        assertThat(points(other).spendable()).isEqualTo(60);

        merges.undo(first.id(), "not taro", CLERK);
        assertThat(points(other).spendable()).isEqualTo(20);
        assertThat(points(taro).spendable()).isEqualTo(40);
        merges.undo(second.id(), "not taro either", CLERK);
        assertThat(points(taro).spendable()).isEqualTo(10);
        assertThat(points(third).spendable()).isEqualTo(30);
    }

    @Test
    void whoWasPartedAndCameBackByAnotherMergeIsNotTakenAlongByTheFirst() {
        Customer taro = registered("1000");
        Customer other = registered("2000");
        Customer third = registered("3000");
        Merge first = propose(taro, other);
        merges.approve(first.id(), CLERK);
        Merge second = propose(third, taro);
        merges.approve(second.id(), CLERK);
        merges.undo(first.id(), "not taro", CLERK);
        merges.approve(propose(third, other).id(), CLERK);

        merges.undo(second.id(), "third is not taro", CLERK);

        assertThat(points(taro).spendable()).isEqualTo(10);
        assertThat(points(other).spendable()).as("is still the third").isEqualTo(50);
    }

    private Customer registered(String yen) {
        Claim card = Claim.card(Any.card());
        UUID account = members.register(Any.taro(Any.seen(IdentifierType.CARD, card.value())))
                .id();
        Customer customer = new Customer(account, card);
        buy(customer, yen);
        return customer;
    }

    private void buy(Customer customer, String yen) {
        purchases.record(Any.sale(Any.transaction(), customer.card(), yen));
    }

    private UUID spend(Customer customer, long points) {
        return redemptions
                .capture(redemptions
                        .reserve(customer.account(), points, TILL, Any.transaction())
                        .id())
                .id();
    }

    private Merge propose(Customer survivor, Customer absorbed) {
        return merges.propose(survivor.account(), absorbed.account(), "same name and birthday", CLERK);
    }

    private Points points(Customer customer) {
        return ledger.balance(members.get(customer.account()).id());
    }

    private static void refused(String code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
