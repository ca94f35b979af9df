package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Three members earn, spend, bring back, let lapse, are merged, parted and forgotten in any order, and have after each
 * step what the rules, written down a second time in {@link PointsByHand}, say. {@code -Dmember.histories=20000} for a
 * long run, {@code -Dmember.seed} for one again.
 */
@LoyaltyTest
class MembersHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("member.histories", 30);
    private static final int STEPS = 40;
    private static final int AT_ONCE = 4;
    private static final String TILL = "till";
    private static final String CLERK = "hanako";

    @Autowired
    Purchases purchases;

    @Autowired
    PointsByWord word;

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    Erasures erasures;

    @Autowired
    Redemptions redemptions;

    @Autowired
    PointsExpiry expiry;

    @Autowired
    PointsTerms terms;

    @Autowired
    PointsLedger ledger;

    @Autowired
    PointsAudit audit;

    @Autowired
    JdbcClient sql;

    @Test
    void afterEveryStepEachHasWhatTheRulesSay() throws Exception {
        long first = Long.getLong("member.seed", new Random().nextLong());
        ExecutorService several = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> histories = new ArrayList<>();
            for (long seed = first; seed < first + HISTORIES; seed++) {
                histories.add(several.submit(new History(seed)::play));
            }
            for (Future<?> history : histories) {
                history.get();
            }
        } finally {
            several.shutdownNow();
        }
        assertThat(audit.differences()).isEmpty();
        assertThat(sql.sql("select coalesce(sum(points), 0) from loyalty.points_entry where purpose = 'SETTLE'")
                        .query(Long.class)
                        .single())
                .as("over all accounts a settlement is nothing")
                .isZero();
    }

    private record Customer(UUID account, Claim card) {}

    private record Sold(Customer customer, String transaction, long yen) {}

    private final class History {
        private final Random random;
        private final String name;
        private final List<Customer> customers = new ArrayList<>();
        private final Set<UUID> forgotten = new HashSet<>();
        private final List<Sold> sales = new ArrayList<>();
        private final List<Merge> merged = new ArrayList<>();
        private final PointsByHand byHand = new PointsByHand();
        private long days = 400;
        private long over = -1_000_000;

        private History(long seed) {
            random = new Random(seed);
            name = "-Dmember.seed=" + seed;
        }

        private void play() {
            for (int number = 0; number < 3; number++) {
                register();
            }
            // The first has used another card before they registered it.
            Claim used = Claim.card(Any.card());
            UUID joined =
                    purchases.record(Any.sale(Any.transaction(), used, "0")).member();
            UUID owner = customers.get(0).account();
            members.link(owner, Any.proven(IdentifierType.CARD, used.value()));
            open(new Customer(joined, used));
            byHand.link(UUID.randomUUID(), owner, joined);
            for (int step = 0; step < STEPS; step++) {
                Customer customer = any(customers);
                act(customer);
                Points now = ledger.balance(rootOf(customer.account()));
                assertThat(List.of(now.spendable(), now.debt()))
                        .as("%s, step %d", name, step)
                        .isEqualTo(List.of(byHand.spendable(customer.account()), byHand.debt(customer.account())));
            }
            for (UUID redemption : byHand.reserved()) {
                redemptions.capture(redemption);
                byHand.capture(redemption);
            }
            while (!merged.isEmpty()) {
                part();
            }
            byHand.lots().forEach(lot -> assertThat(remaining(lot.id)).as(name).isEqualTo(lot.remaining()));
            eachIsOneWithWhomTheyAre();
            assertThat(audit.differences(
                            customers.stream().map(Customer::account).toList()))
                    .as(name)
                    .isEmpty();
        }

        private void act(Customer customer) {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> earn(customer);
                case 4, 5 -> bringBack();
                case 6, 7, 8 -> reserve(customer);
                case 9, 10, 11 -> resolve();
                case 12 -> giveBack();
                case 13 -> byWord(customer);
                case 14 -> adjust(customer);
                case 15 -> lapse();
                case 16, 17 -> merge(customer, any(customers));
                case 18 -> part();
                default -> {
                    if (random.nextInt(8) == 0) {
                        forget(customer);
                    }
                }
            }
        }

        private void register() {
            Claim card = Claim.card(Any.card());
            open(new Customer(
                    members.register(Any.taro(Any.seen(IdentifierType.CARD, card.value())))
                            .id(),
                    card));
        }

        private void open(Customer customer) {
            customers.add(customer);
            byHand.open(customer.account());
        }

        private void earn(Customer customer) {
            long yen = random.nextInt(50) * 57L;
            Sold sold = new Sold(customer, Any.transaction(), yen);
            Purchase purchase = Any.sale(sold.transaction(), customer.card(), Long.toString(yen));
            if (isForgotten(customer)) {
                refused("IDENTIFIER_ERASED", () -> purchases.record(purchase));
                return;
            }
            assertThat(purchases.record(purchase).points()).as(name).isEqualTo(yen / 100);
            if (random.nextInt(4) == 0) {
                purchases.record(purchase);
            }
            sales.add(sold);
            if (yen >= 100) {
                days++;
                // Sooner or later than the others.
                lasts(customer, lotOf(sold), yen / 100, random.nextBoolean() ? days : 800 - days);
            }
        }

        private void bringBack() {
            if (sales.isEmpty()) {
                return;
            }
            Sold sold = sales.remove(random.nextInt(sales.size()));
            // More than was sold, at times.
            long yen = random.nextInt(2) == 0 ? sold.yen() : random.nextInt(5_000);
            PurchaseReturn back =
                    Any.goodsBack(Any.transaction(), sold.customer().card(), sold.transaction(), Long.toString(yen));
            // Of a customer who was forgotten, too: the sale says whose books it is in.
            long points = purchases.recordReturn(back).points();
            assertThat(-points).as(name).isEqualTo(sold.yen() / 100 - Math.max(0, sold.yen() - yen) / 100);
            byHand.takeBack(sold.customer().account(), lotOf(sold), -points);
        }

        /** A shop gives points, or takes some of them back. */
        private void byWord(Customer customer) {
            PointsByWord.Key given = new PointsByWord.Key("shop", Any.transaction());
            long points = 1 + random.nextInt(20);
            if (isForgotten(customer)) {
                refused("MEMBER_ERASED", () -> word.earn(customer.account(), points, given));
                return;
            }
            PointsEntry entry = word.earn(customer.account(), points, given);
            lasts(customer, entry.id(), points, ++days);
            if (random.nextInt(3) == 0) {
                long back = 1 + random.nextInt((int) points);
                word.takeBack(
                        customer.account(), back, new PointsByWord.Key("shop", Any.transaction()), given.transaction());
                byHand.takeBack(customer.account(), entry.id(), back);
            }
        }

        private void adjust(Customer customer) {
            long points = random.nextBoolean() ? 1 + random.nextInt(20) : -1 - random.nextInt(20);
            PointsByWord.Key key = new PointsByWord.Key("desk", Any.transaction());
            ThrowingCallable adjusting = () -> word.adjust(customer.account(), points, key, "Put right", CLERK);
            if (isForgotten(customer)) {
                refused("MEMBER_ERASED", adjusting);
            } else if (-points > byHand.free(customer.account())) {
                refused("POINTS_NOT_ENOUGH", adjusting);
            } else {
                PointsEntry entry = word.adjust(customer.account(), points, key, "Put right", CLERK);
                if (points > 0) {
                    lasts(customer, entry.id(), points, ++days);
                } else {
                    byHand.takeBack(customer.account(), null, -points);
                }
            }
        }

        private void reserve(Customer customer) {
            long points = 1 + random.nextInt(30);
            String transaction = Any.transaction();
            ThrowingCallable reserving =
                    () -> redemptions.reserve(customer.account(), points, TILL, transaction, customer.card());
            if (isForgotten(customer)) {
                refused("MEMBER_ERASED", reserving);
            } else if (points > byHand.spendable(customer.account())) {
                refused("POINTS_NOT_ENOUGH", reserving);
            } else {
                UUID id = redemptions
                        .reserve(customer.account(), points, TILL, transaction, customer.card())
                        .id();
                byHand.reserve(id, customer.account(), points);
            }
        }

        private void resolve() {
            if (byHand.reserved().isEmpty()) {
                return;
            }
            UUID id = any(byHand.reserved());
            if (random.nextInt(3) == 0) {
                redemptions.release(id);
                byHand.release(id);
                expire();
            } else {
                redemptions.capture(id);
                byHand.capture(id);
            }
        }

        private void giveBack() {
            if (byHand.paid().isEmpty()) {
                return;
            }
            UUID id = any(byHand.paid());
            long points = 1 + random.nextInt((int) byHand.left(id));
            String transaction = Any.transaction();
            assertThatThrownBy(() -> redemptions.giveBack(id, byHand.left(id) + 1, TILL, transaction))
                    .as(name)
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("GIVE_BACK_TOO_MUCH"));
            long left = redemptions.giveBack(id, points, TILL, transaction);
            long toSpender = byHand.giveBack(id, points, lastOfPutBack());
            if (toSpender > 0) {
                Customer spender = customers.stream()
                        .filter(each -> each.account().equals(byHand.spender(id)))
                        .findFirst()
                        .orElseThrow();
                lasts(spender, newLotOf(transaction), toSpender, ++days);
            }
            assertThat(left).as(name).isEqualTo(byHand.left(id));
        }

        private void lapse() {
            List<UUID> lots = byHand.lots().map(lot -> lot.id).toList();
            if (!lots.isEmpty()) {
                UUID lot = any(lots);
                expiresAt(lot, Instant.now().minusMillis(1));
                expire();
                byHand.expire(lot, ++over);
            }
        }

        private void merge(Customer one, Customer other) {
            Set<UUID> both = new HashSet<>(byHand.member(one.account()));
            boolean same = !both.addAll(byHand.member(other.account()));
            ThrowingCallable proposing = () -> merges.propose(one.account(), other.account(), "alike", CLERK);
            if (isForgotten(one) || isForgotten(other)) {
                refused("MEMBER_ERASED", proposing);
            } else if (same) {
                refused("MERGE_OF_ONE", proposing);
            } else {
                Merge merge = merges.propose(one.account(), other.account(), "alike", CLERK);
                if (byHand.paying(both)) {
                    refused("REDEMPTION_RUNNING", () -> merges.approve(merge.id(), CLERK));
                    merges.reject(merge.id(), CLERK);
                } else {
                    merges.approve(merge.id(), CLERK);
                    byHand.link(merge.id(), merge.survivor(), merge.absorbed());
                    merged.add(merge);
                }
                eachIsOneWithWhomTheyAre();
            }
        }

        private void part() {
            if (merged.isEmpty()) {
                return;
            }
            Merge merge = merged.remove(random.nextInt(merged.size()));
            ThrowingCallable undoing = () -> merges.undo(merge.id(), "after all not", CLERK);
            if (forgotten.contains(merge.absorbed())) {
                refused("MEMBER_ON_HOLD", undoing);
            } else if (byHand.paying(byHand.member(merge.absorbed()))) {
                refused("REDEMPTION_RUNNING", undoing);
                merged.add(merge);
            } else {
                merges.undo(merge.id(), "after all not", CLERK);
                byHand.cut(merge.id(), lastOfPutBack());
                eachIsOneWithWhomTheyAre();
            }
        }

        private void forget(Customer customer) {
            Set<UUID> accounts = byHand.member(customer.account());
            ThrowingCallable erasing = () -> erasures.erase(customer.account(), Erasure.Reason.MEMBER_ASKED, CLERK);
            if (!isForgotten(customer) && byHand.paying(accounts)) {
                refused("REDEMPTION_RUNNING", erasing);
            } else {
                Erasure erasure = erasures.erase(customer.account(), Erasure.Reason.MEMBER_ASKED, CLERK);
                if (!isForgotten(customer)) {
                    assertThat(erasure.forfeitedPoints())
                            .as(name)
                            .isEqualTo(accounts.stream().mapToLong(byHand::free).sum());
                    byHand.forfeit(customer.account());
                    forgotten.addAll(accounts);
                }
                assertThat(Set.copyOf(erasure.accounts())).as(name).isEqualTo(accounts);
            }
        }

        private boolean isForgotten(Customer customer) {
            return forgotten.contains(customer.account());
        }

        private void eachIsOneWithWhomTheyAre() {
            Map<UUID, Set<UUID>> members = new HashMap<>();
            sql.sql("select id, coalesce(part_of, id) as member from loyalty.member where id in (:accounts)")
                    .param("accounts", customers.stream().map(Customer::account).toList())
                    .query(row -> {
                        members.computeIfAbsent(row.getObject("member", UUID.class), member -> new HashSet<>())
                                .add(row.getObject("id", UUID.class));
                    });
            assertThat(Set.copyOf(members.values()))
                    .as(name)
                    .isEqualTo(customers.stream()
                            .map(Customer::account)
                            .map(byHand::member)
                            .collect(Collectors.toSet()));
        }

        private void lasts(Customer customer, UUID lot, long points, long last) {
            expiresAt(lot, Instant.now().plus(last, ChronoUnit.DAYS));
            byHand.earn(customer.account(), lot, points, last);
        }

        private long lastOfPutBack() {
            Instant now = Instant.now();
            return ChronoUnit.DAYS.between(now, terms.earliestExpiryOfGivenBack(now));
        }

        private void refused(String code, ThrowingCallable call) {
            assertThatThrownBy(call)
                    .as(name)
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.code()).as(name).isEqualTo(code));
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }
    }

    private static UUID lotOf(Sold sold) {
        return PointsLedger.idOf(TILL, sold.transaction(), PointsPurpose.EARN);
    }

    private void expire() {
        expiry.due(10_000).forEach(expiry::expire);
    }

    private UUID rootOf(UUID account) {
        return sql.sql("select coalesce(part_of, id) from loyalty.member where id = ?")
                .param(account)
                .query(UUID.class)
                .single();
    }

    private UUID newLotOf(String giveBack) {
        return sql.sql("""
                        select l.id from loyalty.points_lot l join loyalty.points_entry e on e.id = l.id
                        where e.source = ? and e.source_transaction = ? and e.purpose = 'GIVE_BACK'
                        """).params(TILL, giveBack).query(UUID.class).single();
    }

    private void expiresAt(UUID lot, Instant when) {
        // As if all were earned at the same moment: by hand their ids decide between lots of one day.
        sql.sql("update loyalty.points_lot set expires_at = ?::timestamptz, earned_at = ?::timestamptz where id = ?")
                .params(when.toString(), Any.TIME.toString(), lot)
                .update();
    }

    private long remaining(UUID lot) {
        return sql.sql("select remaining from loyalty.points_lot where id = ?")
                .param(lot)
                .query(Long.class)
                .single();
    }
}
