package io.noren.loyalty.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noren.loyalty.Facts;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.MemberErased;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Together;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Who was told to forget somebody and says nothing is told again, until they answer. */
@LoyaltyTest
class ErasureChaseTest {
    private static final Duration WITHIN = Duration.ofDays(3);

    @Autowired
    Members members;

    @Autowired
    Erasures erasures;

    @Autowired
    ApplicationEventPublisher publisher;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    Facts facts;

    @Autowired
    JdbcClient sql;

    private Erasure erasure;

    /** Nobody else's may be due. */
    @BeforeEach
    void twoSystemsHaveToForgetHanako() {
        sql.sql("update loyalty.erasure_receipt set answered_at = now(), actor = 'test' where answered_at is null")
                .update();
        UUID hanako = members.register(new NewMember(new Profile("山田", "花子", null, null, null, null, "ja"), List.of()))
                .id();
        erasure = erasures.erase(hanako, Erasure.Reason.MEMBER_ASKED, "member");
        for (String system : List.of("webshop", "mailing")) {
            sql.sql("insert into loyalty.erasure_receipt (erasure, system) values (?, ?)")
                    .params(erasure.id(), system)
                    .update();
        }
    }

    @AfterEach
    void nobodyWaitsAnyMore() {
        erasures.answer(erasure.id(), "webshop", "test");
        erasures.answer(erasure.id(), "mailing", "test");
    }

    @Test
    void theyAreToldAgainUnderAnotherNumberEachTimeTheyHadLongEnough() {
        at(WITHIN.minusSeconds(1)).chase();
        assertThat(told()).hasSize(1);

        at(WITHIN.plusSeconds(1)).chase();
        at(WITHIN.plusSeconds(2)).chase();
        assertThat(told()).hasSize(2);
        at(WITHIN.multipliedBy(2).plusSeconds(3)).chase();

        assertThat(told()).hasSize(3).allSatisfy(fact -> {
            assertThat(fact.id()).isEqualTo(erasure.id());
            assertThat(fact.accounts()).isEqualTo(erasure.accounts());
            assertThat(fact.erasedAt()).isEqualTo(erasure.erasedAt());
        });
        assertThat(told())
                .extracting(MemberErased::telling)
                .doesNotHaveDuplicates()
                .contains(erasure.id());
        assertThat(at(WITHIN.multipliedBy(2).plusSeconds(4)).waiting())
                .singleElement()
                .satisfies(waiting -> {
                    assertThat(waiting.toldAgain()).isEqualTo(2);
                    assertThat(waiting.overdue()).isTrue();
                });
    }

    @Test
    void oneAnswerIsNotEnoughAndTwoAre() {
        erasures.answer(erasure.id(), "webshop", "shop");
        at(WITHIN.plusSeconds(1)).chase();
        assertThat(told()).hasSize(2);
        assertThat(at(WITHIN.plusSeconds(1)).overdue().receipts()).isEqualTo(1);

        erasures.answer(erasure.id(), "mailing", "mailing");
        at(WITHIN.multipliedBy(3)).chase();
        assertThat(told()).hasSize(2);
        assertThat(at(WITHIN.multipliedBy(3)).overdue()).isEqualTo(new ErasureChase.Overdue(0, null));
        assertThat(at(WITHIN).waiting()).isEmpty();
        assertThat(catchThrowableOfType(Refusal.class, () -> at(WITHIN).tellAgain(erasure.id()))
                        .code())
                .isEqualTo("ERASURE_ANSWERED");
    }

    @Test
    void theyAreOverdueOnlyOnceTheyHadLongEnoughHoweverOftenTheyWereTold() {
        at(Duration.ofDays(2)).tellAgain(erasure.id());
        assertThat(told()).hasSize(2);
        assertThat(at(WITHIN.minusSeconds(1)).overdue().receipts()).isZero();

        ErasureChase.Overdue overdue = at(WITHIN.plusSeconds(1)).overdue();
        assertThat(overdue.receipts()).isEqualTo(2);
        assertThat(overdue.since()).isEqualTo(erasure.erasedAt().plus(WITHIN));
        at(WITHIN.plusSeconds(1)).chase();
        assertThat(told()).as("they were told a day ago").hasSize(2);
    }

    @Test
    void copiesThatChaseAtTheSameMomentTellOnce() throws Exception {
        Together.times(4, () -> {
            at(WITHIN.plusSeconds(1)).chase();
            return "chased";
        });

        assertThat(told()).hasSize(2);
    }

    @Test
    void whoIsStoppedInBetweenTellsItTheNextTime() {
        ErasureChase broken = chase(WITHIN.plusSeconds(1), fact -> {
            throw new IllegalStateException("the process ends here");
        });
        assertThatThrownBy(broken::chase).hasMessageContaining("ends here");
        assertThat(told()).hasSize(1);

        at(WITHIN.plusSeconds(2)).chase();
        assertThat(told()).hasSize(2);
    }

    @Test
    void anErasureThatNobodyKnowsIsNotTold() {
        assertThat(catchThrowableOfType(Refusal.class, () -> at(WITHIN).tellAgain(UUID.randomUUID()))
                        .code())
                .isEqualTo("UNKNOWN_ERASURE");
    }

    private List<MemberErased> told() {
        return facts.erased(erasure.member());
    }

    private ErasureChase at(Duration later) {
        return chase(later, publisher);
    }

    private ErasureChase chase(Duration later, ApplicationEventPublisher heard) {
        Instant then = erasure.erasedAt().plus(later);
        return new ErasureChase(
                sql,
                erasures,
                new PrivacySettings(List.of(), WITHIN, Period.ofYears(1)),
                heard,
                transactions,
                Clock.fixed(then, ZoneOffset.UTC));
    }
}
