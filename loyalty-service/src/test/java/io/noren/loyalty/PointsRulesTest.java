package io.noren.loyalty;

import static io.noren.loyalty.PointsRulesForATest.MANAGER;
import static io.noren.loyalty.PointsRulesForATest.perYen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every purchase earns by the rules of its time, and what comes back goes by those of its sale. */
@LoyaltyTest
class PointsRulesTest {
    /** Other rules hold from the first of these days to the second. */
    private static final Instant BEGIN = Instant.parse("1999-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("1999-02-01T00:00:00Z");
    private static final Instant BETWEEN = Instant.parse("1999-01-15T03:00:00Z");

    @Autowired
    PointsRules rules;

    @Autowired
    PointsDryRuns dryRuns;

    @Autowired
    Purchases purchases;

    @Autowired
    PointsLedger ledger;

    @Autowired
    PointsAudit audit;

    @Autowired
    JdbcClient sql;

    private long other;

    @BeforeEach
    void otherRulesHeldOnce() {
        PointsPolicy policy = new PointsPolicy(
                Map.of("JPY", new BigDecimal(50)),
                PointsRounding.UP,
                Duration.ofDays(14),
                Period.ofYears(1),
                Period.ofDays(30));
        other = PointsRulesForATest.began(BEGIN, policy, sql, rules);
        PointsRulesForATest.began(END, rules.version(1).rules(), sql, rules);
    }

    @AfterEach
    void theBooksAgree() {
        assertThat(audit.differences()).isEmpty();
    }

    @Test
    void theFirstRulesAreWhatWasSet() {
        PointsRuleSet first = rules.version(1);

        assertThat(first.beginsAt()).isEqualTo(Instant.EPOCH);
        assertThat(first.rules()).isEqualTo(perYen("100", PointsRounding.DOWN));
        assertThat(rules.at(Instant.parse("1998-12-31T23:59:59Z")).version()).isEqualTo(1);
        assertThat(rules.at(BEGIN).version()).isEqualTo(other);
        assertThat(rules.at(END.minusNanos(1_000)).version()).isEqualTo(other);
        assertThat(rules.at(END).version()).isEqualTo(other + 1);
        assertThat(rules.at(Instant.parse("2999-01-01T00:00:00Z")))
                .as("a till's clock that is far ahead")
                .isEqualTo(rules.inForce());
    }

    @Test
    void aPurchaseThatIsToldLateEarnsByTheRulesOfItsDay() {
        Claim card = Claim.card(Any.card());
        Purchase then = sale(card, "1020", BETWEEN);
        Purchase after = sale(card, "1020", END);

        List<Purchases.Recorded> recorded = purchases.record(List.of(then, after));

        assertThat(recorded).extracting(Purchases.Recorded::points).containsExactly(21L, 10L);
        assertThat(versionOf(recorded.get(0))).isEqualTo(other);
        assertThat(versionOf(recorded.get(1))).isEqualTo(other + 1);
        assertThat(sql.sql("""
                                select pending_until = '1999-01-29T03:00:00Z' and expires_at = '2000-01-15T15:00:00Z'
                                from loyalty.points_lot where id = ?
                                """)
                        .param(PointsLedger.idOf("till", then.sourceTransaction(), PointsPurpose.EARN))
                        .query(Boolean.class)
                        .single())
                .as("waits for two weeks, and lasts to the end of the same day a year later in Tokyo")
                .isTrue();
        assertThat(purchases.record(then).points()).as("told again").isEqualTo(21);
    }

    @Test
    void goodsGoBackByTheRulesOfTheirSaleWheneverTheyComeBack() {
        Claim card = Claim.card(Any.card());
        Purchase sale = sale(card, "1020", BETWEEN);
        UUID member = purchases.record(sale).member();

        Purchases.Recorded first = purchases.recordReturn(back(card, sale, "15", END.plusSeconds(60)));
        Purchases.Recorded second = purchases.recordReturn(back(card, sale, "10", END.plusSeconds(70)));
        Purchases.Recorded rest = purchases.recordReturn(back(card, sale, "995", END.plusSeconds(80)));

        assertThat(List.of(first.points(), second.points(), rest.points()))
                .as("1005 and 995 are 21 and 20 amounts that were begun")
                .containsExactly(0L, -1L, -20L);
        assertThat(versionOf(second)).isEqualTo(other);
        assertThat(ledger.entries(member, 10).stream()
                        .mapToLong(PointsEntry::points)
                        .sum())
                .isZero();
    }

    @Test
    void aReturnThatIsToldBeforeItsSaleComesToTheSame() {
        Claim card = Claim.card(Any.card());
        Purchase sale = sale(card, "1020", BETWEEN);
        PurchaseReturn goods = back(card, sale, "510", END.plusSeconds(60));

        Purchases.Recorded returned = purchases.recordReturn(goods);
        Purchases.Recorded sold = purchases.record(sale);

        assertThat(returned.points()).as("by the amount alone, and its own day").isEqualTo(-5);
        assertThat(returned.points() + sold.points())
                .as("510 yen are left of it")
                .isEqualTo(11);
    }

    @Test
    void rulesComeIntoForceAsTheyWereTriedAndNotBeforeEveryCopyKnowsThem() {
        PointsDryRun run = attempt(perYen("200", PointsRounding.DOWN));
        Instant soon = Instant.now().plusSeconds(3_600);

        refused("RULES_TOO_SOON", () -> rules.activate(run.id(), Instant.now(), "half", MANAGER));
        refused("RULE_REASON_REQUIRED", () -> rules.activate(run.id(), soon, " ", MANAGER));
        refused("UNKNOWN_DRY_RUN", () -> rules.activate(UUID.randomUUID(), soon, "half", MANAGER));
        PointsRuleSet before = rules.inForce();
        PointsRuleSet planned = rules.activate(run.id(), soon, "half", MANAGER);

        assertThat(planned.version()).isEqualTo(run.basedOn() + 1);
        assertThat(planned.rules()).isEqualTo(run.rules());
        assertThat(planned.activatedBy()).isEqualTo(MANAGER);
        assertThat(rules.versions().get(0)).isEqualTo(planned);
        assertThat(rules.inForce()).as("it begins in an hour").isEqualTo(before);
        assertThat(rules.activate(run.id(), null, "told again", MANAGER)).isEqualTo(planned);

        PointsDryRun instead = attempt(rules.version(1).rules());
        PointsRuleSet latest = rules.activate(instead.id(), soon.minusSeconds(60), "as it was", MANAGER);
        assertThat(new PointsRuleBook(rules.versions()).at(soon.plusSeconds(1)))
                .as("who changes a plan puts another in its place")
                .isEqualTo(latest);
    }

    @Test
    void rulesThatWereTriedAgainstOthersAreNotPutIntoForce() {
        PointsDryRun one = attempt(rules.version(1).rules());
        PointsDryRun two = attempt(rules.version(1).rules());

        PointsRuleSet first = rules.activate(one.id(), null, "first", MANAGER);

        assertThatThrownBy(() -> rules.activate(two.id(), null, "second", MANAGER))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("STALE_VERSION");
                    assertThat(refusal.properties()).containsEntry("present", first);
                });
    }

    @Test
    void ofManyWhoPutRulesIntoForceAtTheSameMomentOneDoes() throws Exception {
        List<PointsDryRun> runs = Stream.generate(() -> attempt(rules.version(1).rules()))
                .limit(6)
                .toList();
        AtomicInteger next = new AtomicInteger();

        List<Object> outcomes = Together.times(
                6, () -> rules.activate(runs.get(next.getAndIncrement()).id(), null, "mine", MANAGER));

        assertThat(outcomes.stream().filter(PointsRuleSet.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Refusal.class::isInstance))
                .hasSize(5)
                .allSatisfy(refusal -> assertThat(((Refusal) refusal).code()).isEqualTo("STALE_VERSION"));
    }

    @Test
    void aVersionNeverChanges() {
        assertThatThrownBy(() -> sql.sql("update loyalty.points_rules set rounding = 'DOWN' where version = ?")
                        .param(other)
                        .update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> sql.sql("delete from loyalty.points_rate").update())
                .isInstanceOf(DataAccessException.class);
        PointsDryRun draft = attempt(rules.version(1).rules());
        assertThatThrownBy(() -> sql.sql("""
                                update loyalty.points_rules
                                set version = based_on + 1, reason = 'now', activated_by = 'me', activated_at = now(),
                                    begins_at = now()
                                where id = ?
                                """).param(draft.id()).update())
                .as("whatever the application thinks")
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("points_rules_are_known_before_they_begin");
    }

    @ParameterizedTest(name = "{0}: {5}")
    @CsvSource(
            nullValues = "-",
            value = {
                "JPY, 0, PT0S, -, P30D, BAD_POINTS_RULE",
                "JPY, -1, PT0S, -, P30D, BAD_POINTS_RULE",
                "JPY, 0.00001, PT0S, -, P30D, BAD_POINTS_RULE",
                "JPY, 1E+15, PT0S, -, P30D, BAD_POINTS_RULE",
                "YEN, 100, PT0S, -, P30D, UNKNOWN_CURRENCY",
                "JPY, 100, PT-1S, -, P30D, BAD_POINTS_RULE",
                "JPY, 100, PT10000H, -, P30D, BAD_POINTS_RULE",
                "JPY, 100, PT0S, P-1D, P30D, BAD_POINTS_RULE",
                "JPY, 100, PT0S, P1000Y, P30D, BAD_POINTS_RULE",
                "JPY, 100, PT0S, -, P-1D, BAD_POINTS_RULE",
                "JPY, 100, PT720H, P30D, P30D, BAD_POINTS_RULE"
            })
    void whatMakesNoSenseIsNotTried(
            String currency,
            BigDecimal amount,
            Duration pending,
            @Nullable Period expire,
            Period givenBack,
            String code) {
        refused(
                code,
                () -> attempt(
                        new PointsPolicy(Map.of(currency, amount), PointsRounding.DOWN, pending, expire, givenBack)));
    }

    private PointsDryRun attempt(PointsPolicy policy) {
        return dryRuns.attempt(policy, LocalDate.parse("1999-06-01"), null, MANAGER);
    }

    private long versionOf(Purchases.Recorded recorded) {
        return sql.sql("select points_rules from loyalty.purchase where id = ?")
                .param(recorded.purchase())
                .query(Long.class)
                .single();
    }

    private static Purchase sale(Claim by, String yen, Instant at) {
        Purchase sale = Any.sale(Any.transaction(), by, yen);
        return new Purchase(
                sale.source(),
                sale.sourceTransaction(),
                sale.channel(),
                by,
                sale.location(),
                at,
                sale.total(),
                sale.lines());
    }

    private static PurchaseReturn back(Claim by, Purchase sale, String yen, Instant at) {
        PurchaseReturn goods = Any.goodsBack(Any.transaction(), by, sale.sourceTransaction(), yen);
        return new PurchaseReturn(
                goods.source(),
                goods.sourceTransaction(),
                goods.channel(),
                by,
                goods.returnOf(),
                goods.location(),
                at,
                goods.total(),
                goods.lines());
    }

    private static void refused(String code, ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
