package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.LookUpQuestion.Asker;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever looks up more than serves customers is slowed down, and a manager hears of it. */
@LoyaltyTest
class UnusualLookUpsTest {
    private static final TillSettings SETTINGS =
            new TillSettings(5, Duration.ofMinutes(5), 3, Duration.ofMinutes(15), 4, 3, 3);

    private final String till = Any.transaction();
    private final String clerk = Any.transaction();
    private final Asker asker = new Asker(clerk, till, "ginza", "checkout");

    @Autowired
    TillLookUp lookUp;

    @Autowired
    TillAlarms everybodys;

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    JdbcClient sql;

    @Test
    void nobodyLooksUpMoreInAMinuteThanIsAllowedHoweverManyAskAtOnce() throws Exception {
        Instant noon = Instant.parse("2026-11-22T12:00:20Z");
        TillPace pace = new TillPace(sql, SETTINGS, Clock.fixed(noon, ZoneOffset.UTC));

        List<Object> outcomes = Together.times(12, () -> {
            pace.take(asker);
            return "taken";
        });

        assertThat(outcomes).filteredOn("taken"::equals).hasSize(5);
        assertThat(outcomes)
                .filteredOn(Refusal.class::isInstance)
                .hasSize(12 - 5)
                .allSatisfy(outcome -> {
                    assertThat(((Refusal) outcome).code()).isEqualTo("TOO_MANY_LOOK_UPS");
                    assertThat(((Refusal) outcome).properties()).containsEntry("retryAfter", 40L);
                });
        new TillPace(sql, SETTINGS, Clock.fixed(noon, ZoneOffset.UTC))
                .take(new Asker(clerk, "the next till", "ginza", "checkout"));
        new TillPace(sql, SETTINGS, Clock.fixed(noon.plusSeconds(40), ZoneOffset.UTC)).take(asker);
    }

    @Test
    void manyMembersOpenedByOneAreToldOnceAndTheMostThatWere() {
        TillAlarms alarms = alarms();
        for (int i = 0; i < 6; i++) {
            look(alarms, members.register(named()));
        }

        assertThat(ours(alarms)).hasSize(1).first().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(TillAlarms.Kind.MANY_MEMBERS);
            assertThat(alarm.till()).isEqualTo(till);
            assertThat(alarm.seen()).isEqualTo(6);
            assertThat(alarm.member()).isNull();
        });
        assertThat(alarms.latest("elsewhere"))
                .extracting(TillAlarms.Alarm::actor)
                .doesNotContain(clerk);
        assertThat(alarms.today().get(TillAlarms.Kind.MANY_MEMBERS)).isPositive();
    }

    @Test
    void missesInARowAreToldAndOneHitInBetweenEndsTheRow() {
        TillAlarms alarms = alarms();
        miss(alarms);
        miss(alarms);
        look(alarms, members.register(named()));
        miss(alarms);
        miss(alarms);
        assertThat(ours(alarms)).isEmpty();

        miss(alarms);

        assertThat(ours(alarms)).extracting(TillAlarms.Alarm::kind).containsExactly(TillAlarms.Kind.MISSES_IN_A_ROW);
    }

    @Test
    void aMemberWhoIsOpenedAgainAndAgainAndBuysIsACustomerAndOneWhoDoesNotIsAnAlarm() {
        TillAlarms alarms = alarms();
        String card = Any.card();
        Member regular = members.register(new NewMember(
                new Profile("常連", null, "ジョウレン", null, null, null, "ja"),
                List.of(Any.seen(IdentifierType.CARD, card))));
        Member watched = members.register(named());
        for (int i = 0; i < 2; i++) {
            look(alarms, regular);
            look(alarms, watched);
        }
        purchases.record(new Purchase(
                "till",
                Any.transaction(),
                Channel.STORE,
                Claim.card(card),
                "ginza",
                Instant.now(),
                new Money(BigDecimal.valueOf(100), "JPY"),
                List.of()));

        look(alarms, regular);
        look(alarms, watched);

        assertThat(ours(alarms)).hasSize(1).first().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(TillAlarms.Kind.SAME_MEMBER_OFTEN);
            assertThat(alarm.member()).isEqualTo(watched.id());
            assertThat(alarm.seen()).isEqualTo(3);
        });
    }

    @Test
    void aForgedCodeIsAMissInTheLog() {
        String forged = "e30.e30." + "A".repeat(86);

        for (LookUpQuery way : List.of(
                LookUpQuery.byMemberCode(forged, till, "ginza", "checkout", clerk),
                LookUpQuery.byScan(forged, till, "ginza", "checkout", clerk))) {
            assertThatThrownBy(() -> lookUp.find(way))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("FORGED_MEMBER_CODE"));
        }
        assertThat(sql.sql("select count(*) from loyalty.till_lookup where actor = ? and matches = 0")
                        .param(clerk)
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
        assertThat(everybodys.latest("ginza"))
                .extracting(TillAlarms.Alarm::actor)
                .doesNotContain(clerk);
    }

    private TillAlarms alarms() {
        return new TillAlarms(sql, SETTINGS, Clock.systemUTC());
    }

    private void look(TillAlarms alarms, Member member) {
        new TillLookUpLog(sql, members, alarms, Clock.systemUTC())
                .write(asker, LookUpQuestion.AskedBy.CARD, "…", 1, member.id());
    }

    private void miss(TillAlarms alarms) {
        new TillLookUpLog(sql, members, alarms, Clock.systemUTC())
                .write(asker, LookUpQuestion.AskedBy.CARD, "…", 0, null);
    }

    private List<TillAlarms.Alarm> ours(TillAlarms alarms) {
        return alarms.latest("ginza").stream()
                .filter(alarm -> alarm.actor().equals(clerk))
                .toList();
    }

    private static NewMember named() {
        return new NewMember(
                new Profile("誰", null, "ダレ", null, null, null, "ja"),
                List.of(Any.seen(IdentifierType.CARD, Any.card())));
    }
}
