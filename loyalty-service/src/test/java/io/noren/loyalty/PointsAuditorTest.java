package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.PointsAudit.Difference;
import io.noren.loyalty.PointsAudit.What;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The auditor finds what somebody edited behind the ledger's back, and a repair makes it what the ledger says. */
@LoyaltyTest
class PointsAuditorTest {
    @Autowired
    PointsAuditor auditor;

    @Autowired
    PointsAudit audit;

    @Autowired
    PointsRepair repair;

    @Autowired
    PointsLiability liability;

    @Autowired
    PointsByWord points;

    @Autowired
    Members members;

    @Autowired
    Redemptions redemptions;

    @Autowired
    PointsLedger ledger;

    @Autowired
    JdbcClient sql;

    @Autowired
    TransactionTemplate transactions;

    @Test
    void oneRoundLooksAtEveryAccountAndRemembersWhatDoesNotAddUp() {
        UUID taro = taroWith(100);
        cheating(() -> {
            edit("update loyalty.points_balance set points = 1000 where account = ?", taro);

            round();

            PointsAuditor.Progress found = auditor.progress();
            assertThat(found.differences()).isEqualTo(1);
            assertThat(found.passAccounts()).isEqualTo(count("loyalty.member"));
            assertThat(found.checkedSince()).isNotNull();

            edit("update loyalty.points_balance set points = 100 where account = ?", taro);
            round();
            assertThat(auditor.progress().differences()).isZero();
        });
    }

    @Test
    void theAuditGoesOnWhereItEnded() {
        UUID taro = taroWith(100);
        PointsAudit.Report all = audit.check(null, Duration.ofDays(1));
        PointsAudit.Report rest = audit.check(taro, Duration.ofDays(1));

        assertThat(all.accounts()).isEqualTo(count("loyalty.member"));
        assertThat(rest.accounts())
                .isEqualTo(sql.sql("select count(*) from loyalty.member where id > ?")
                        .param(taro)
                        .query(Long.class)
                        .single());
        assertThat(all.next()).isNull();
    }

    @Test
    void aRepairMakesLotsDebtAndBalanceWhatTheEntriesComeToAndSaysSo() {
        UUID taro = taroWith(100);
        UUID lot = lotOf(taro);
        redemptions.reserve(taro, 30, "till", Any.transaction());
        cheating(() -> {
            edit("update loyalty.points_lot set remaining = 40, held = 0 where account = ?", taro);
            edit("update loyalty.points_balance set points = 7, debt = 5 where account = ?", taro);

            PointsRepair.Report report = repair.repair(Set.of(taro), "Edited by hand", "suzuki");

            assertThat(report.left()).isEmpty();
            assertThat(report.repaired())
                    .containsExactlyInAnyOrder(
                            new Difference(taro, taro, What.BALANCE, 7, 100),
                            new Difference(taro, taro, What.LOTS_AND_DEBT, 7, 35),
                            new Difference(taro, lot, What.HELD, 0, 30),
                            new Difference(taro, lot, What.REMAINING, 40, 100));
            assertThat(ledger.balance(taro)).isEqualTo(new Points(70, 0, 0, null, null));
            assertThat(audit.differences()).isEmpty();
            assertThat(sql.sql("select actor || ': ' || reason || ' ' || jsonb_array_length(differences)"
                                    + " from loyalty.points_repair where id = ?")
                            .param(report.id())
                            .query(String.class)
                            .single())
                    .isEqualTo("suzuki: Edited by hand 4");
        });
    }

    @Test
    void aBalanceThatIsGoneIsMadeAnew() {
        UUID taro = taroWith(100);
        cheating(() -> {
            edit("delete from loyalty.points_balance where account = ?", taro);

            assertThat(repair.repair(Set.of(taro), "Lost", "suzuki").left()).isEmpty();

            assertThat(ledger.balance(taro)).isEqualTo(new Points(100, 0, 0, null, null));
        });
    }

    @Test
    void whereEntriesAndLotsCannotMeetTheAccountIsLeftToAPerson() {
        UUID taro = taroWith(100);
        cheating(() -> {
            sql.sql("alter table loyalty.points_lot_change disable trigger user")
                    .update();
            sql.sql("insert into loyalty.points_lot_change (entry, lot, points) values (?, ?, -60)")
                    .params(lotOf(taro), lotOf(taro))
                    .update();

            PointsRepair.Report report = repair.repair(Set.of(taro), "Restored", "suzuki");

            assertThat(report.left()).containsExactly(new Difference(taro, taro, What.LOTS_AND_DEBT, 100, 40));
            assertThat(ledger.balance(taro).spendable()).isEqualTo(40);
        });
    }

    @Test
    void whatAddsUpIsLeftAloneAndAReasonIsNeeded() {
        UUID taro = taroWith(100);

        PointsRepair.Report report = repair.repair(Set.of(taro, UUID.randomUUID()), "To be sure", "suzuki");

        assertThat(report.repaired()).isEmpty();
        assertThat(report.left()).isEmpty();
        assertThatThrownBy(() -> repair.repair(Set.of(taro), " ", "suzuki"))
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.code()).isEqualTo("REPAIR_REASON_REQUIRED"));
    }

    @Test
    void whatIsOwedIsTheSumOfAllEntriesByTheMonthInWhichItLapses() {
        UUID taro = taroWith(100);
        PointsLiability.Report before = liability.report();
        UUID spring = taroWith(30);
        expiresAt(spring, "2031-04-01T00:00:00+09:00"); // lapses when the last day of March is over
        UUID hanako = taroWith(5);
        expiresAt(hanako, "2031-04-01T00:00:01+09:00");
        redemptions.reserve(taro, 60, "till", Any.transaction());

        PointsLiability.Report now = liability.report();

        assertThat(now.outstanding() - before.outstanding()).isEqualTo(35);
        assertThat(now.reserved() - before.reserved()).isEqualTo(60);
        assertThat(now.months())
                .filteredOn(month -> month.month() != null && month.month().getYear() == 2031)
                .extracting(month -> month.month() + " " + month.points())
                .containsExactly("2031-03 30", "2031-04 5");
        assertThat(now.outstanding() - now.debt())
                .isEqualTo(sql.sql("select coalesce(sum(points), 0)::bigint from loyalty.points_entry")
                        .query(Long.class)
                        .single());
    }

    private void round() {
        sql.sql("update loyalty.points_audit_progress set pass_ended_at = null, after_account = ?")
                .param(PointsAudit.BEGIN)
                .update();
        do {
            assertThat(auditor.next()).isTrue();
        } while (auditor.progress().accounts() > 0);
    }

    /** What is broken on purpose is gone again afterwards. */
    private void cheating(Runnable work) {
        transactions.executeWithoutResult(cheat -> {
            cheat.setRollbackOnly();
            work.run();
        });
    }

    private void edit(String statement, UUID account) {
        assertThat(sql.sql(statement).param(account).update()).isEqualTo(1);
    }

    private void expiresAt(UUID account, String when) {
        sql.sql("update loyalty.points_lot set expires_at = ?::timestamptz where account = ?")
                .params(when, account)
                .update();
    }

    private UUID lotOf(UUID account) {
        List<UUID> lots = sql.sql("select id from loyalty.points_lot where account = ?")
                .param(account)
                .query(UUID.class)
                .list();
        return lots.get(0);
    }

    private long count(String table) {
        return sql.sql("select count(*) from " + table).query(Long.class).single();
    }

    private UUID taroWith(long given) {
        UUID taro = members.register(Any.taro(Any.seen(IdentifierType.CARD, Any.card())))
                .id();
        points.earn(taro, given, new PointsByWord.Key("shop", Any.transaction()));
        return taro;
    }
}
