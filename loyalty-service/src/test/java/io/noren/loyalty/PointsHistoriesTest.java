package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.loyalty.Redemption.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Members earn, spend, bring back, forget and let lapse in any order, and have after each step what the rules, written
 * down a second time in {@link PointsByHand}, say. {@code -Dpoints.histories=20000} for a long run, {@code
 * -Dpoints.seed} for one again.
 */
@LoyaltyTest
class PointsHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("points.histories", 25);
    private static final int STEPS = 40;
    private static final String TILL = "till";

    @Autowired
    Purchases purchases;

    @Autowired
    PointsByWord word;

    @Autowired
    Members members;

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
    void afterEveryStepAMemberHasWhatTheRulesSay() {
        long first = Long.getLong("points.seed", new Random().nextLong());
        for (long seed = first; seed < first + HISTORIES; seed++) {
            new History(seed).play();
        }
        assertThat(audit.differences()).isEmpty();
    }

    private record Sold(UUID account, Claim card, String transaction, long yen) {}

    /** One member's, of a card that was used first and of the account they registered. */
    private final class History {
        private final Random random;
        private final String name;
        private final UUID member;
        private final Map<UUID, Claim> cards = new HashMap<>();
        private final List<Sold> sales = new ArrayList<>();
        private final List<UUID> redeemed = new ArrayList<>();
        private final PointsByHand byHand;
        private long days = 400;
        private long over = -1_000_000;

        private History(long seed) {
            random = new Random(seed);
            name = "-Dpoints.seed=" + seed;
            Claim used = Claim.card(Any.card());
            Sold before = new Sold(UUID.randomUUID(), used, Any.transaction(), 0);
            UUID joined =
                    purchases.record(Any.sale(before.transaction(), used, "0")).member();
            Claim other = Claim.card(Any.card());
            member = members.register(Any.taro(Any.seen(IdentifierType.CARD, other.value())))
                    .id();
            members.link(member, new NewIdentifier(IdentifierType.CARD, used.value(), Proof.CARD_PIN));
            cards.put(joined, used);
            cards.put(member, other);
            byHand = new PointsByHand(joined, member);
        }

        private void play() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1 -> earn();
                    case 2 -> bringBack();
                    case 3, 4 -> reserve();
                    case 5 -> resolve();
                    case 6 -> giveBack();
                    case 7 -> byWord();
                    case 8 -> adjust();
                    default -> lapse();
                }
                Points now = ledger.balance(member);
                assertThat(List.of(now.spendable(), now.debt()))
                        .as("%s, step %d", name, step)
                        .isEqualTo(List.of(byHand.spendable(), byHand.debt()));
            }
            byHand.lots().forEach(lot -> assertThat(remaining(lot.id)).as(name).isEqualTo(lot.remaining()));
        }

        private void earn() {
            UUID account = any(List.copyOf(cards.keySet()));
            long yen = random.nextInt(50) * 57L;
            Sold sold = new Sold(account, cards.get(account), Any.transaction(), yen);
            long points = purchases
                    .record(Any.sale(sold.transaction(), sold.card(), Long.toString(yen)))
                    .points();
            assertThat(points).as(name).isEqualTo(yen / 100);
            sales.add(sold);
            if (points > 0) {
                UUID lot = lotOf(sold);
                // Sooner or later than the others.
                days++;
                long last = random.nextBoolean() ? days : 800 - days;
                expiresAt(lot, Instant.now().plus(last, ChronoUnit.DAYS));
                byHand.earn(account, lot, points, last);
            }
        }

        private void bringBack() {
            if (sales.isEmpty()) {
                return;
            }
            Sold sold = sales.remove(random.nextInt(sales.size()));
            // More than was sold, at times.
            long yen = random.nextInt(2) == 0 ? sold.yen() : random.nextInt(5_000);
            long points = purchases
                    .recordReturn(Any.goodsBack(Any.transaction(), sold.card(), sold.transaction(), Long.toString(yen)))
                    .points();
            assertThat(-points).as(name).isEqualTo(sold.yen() / 100 - Math.max(0, sold.yen() - yen) / 100);
            byHand.takeBack(sold.account(), lotOf(sold), -points);
        }

        /** A shop gives points, or takes some of them back. */
        private void byWord() {
            UUID account = any(List.copyOf(cards.keySet()));
            PointsByWord.Key given = new PointsByWord.Key("shop", Any.transaction());
            long points = 1 + random.nextInt(20);
            PointsEntry entry = word.earn(account, points, given);
            days++;
            expiresAt(entry.id(), Instant.now().plus(days, ChronoUnit.DAYS));
            byHand.earn(account, entry.id(), points, days);
            if (random.nextInt(3) == 0) {
                long back = 1 + random.nextInt((int) points);
                word.takeBack(account, back, new PointsByWord.Key("shop", Any.transaction()), given.transaction());
                byHand.takeBack(account, entry.id(), back);
            }
        }

        private void adjust() {
            UUID account = any(List.copyOf(cards.keySet()));
            long points = random.nextInt(41) - 20;
            try {
                PointsEntry entry = word.adjust(
                        account, points, new PointsByWord.Key("desk", Any.transaction()), "Put right", name);
                if (points > 0) {
                    days++;
                    expiresAt(entry.id(), Instant.now().plus(days, ChronoUnit.DAYS));
                    byHand.earn(account, entry.id(), points, days);
                } else {
                    byHand.takeBack(account, null, -points);
                }
            } catch (Refusal refusal) {
                if (points == 0) {
                    assertThat(refusal.code()).as(name).isEqualTo("IMPLAUSIBLE_POINTS");
                } else {
                    assertThat(refusal.code()).as(name).isEqualTo("POINTS_NOT_ENOUGH");
                    assertThat(-points).as(name).isGreaterThan(byHand.free(account));
                }
            }
        }

        private void reserve() {
            long points = 1 + random.nextInt(30);
            long before = byHand.spendable();
            try {
                UUID id = redemptions
                        .reserve(any(List.copyOf(cards.keySet())), points, TILL, Any.transaction())
                        .id();
                assertThat(byHand.reserve(id, points)).as(name).isTrue();
                redeemed.add(id);
            } catch (Refusal refusal) {
                assertThat(refusal.code()).as(name).isEqualTo("POINTS_NOT_ENOUGH");
                assertThat(refusal.properties()).as(name).containsEntry("spendable", before);
                assertThat(points).as(name).isGreaterThan(before);
            }
        }

        private void resolve() {
            redeemed.stream()
                    .filter(id -> redemptions.get(id).state() == State.RESERVED)
                    .findFirst()
                    .ifPresent(id -> {
                        if (random.nextInt(3) == 0) {
                            redemptions.release(id);
                            byHand.release(id);
                            expire();
                        } else {
                            redemptions.capture(id);
                            byHand.capture(id);
                        }
                    });
        }

        private void giveBack() {
            List<UUID> paid = redeemed.stream()
                    .filter(id -> redemptions.get(id).state() == State.CAPTURED && byHand.left(id) > 0)
                    .toList();
            if (paid.isEmpty()) {
                return;
            }
            UUID id = any(paid);
            long points = 1 + random.nextInt((int) byHand.left(id));
            long left = redemptions.giveBack(id, points, TILL, Any.transaction());
            Instant until = terms.earliestExpiryOfGivenBack(Instant.now());
            byHand.giveBack(id, points, ChronoUnit.DAYS.between(Instant.now(), until));
            assertThat(left).as(name).isEqualTo(byHand.left(id));
        }

        private void lapse() {
            List<UUID> lots = byHand.lots().map(lot -> lot.id).toList();
            if (lots.isEmpty()) {
                return;
            }
            UUID lot = any(lots);
            expiresAt(lot, Instant.now().minusMillis(1));
            expire();
            byHand.expire(lot, ++over);
        }

        private UUID lotOf(Sold sold) {
            return PointsLedger.idOf("till", sold.transaction(), PointsPurpose.EARN);
        }

        private void expire() {
            expiry.due(10_000).forEach(expiry::expire);
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }
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
