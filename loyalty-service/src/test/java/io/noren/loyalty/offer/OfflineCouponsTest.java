package io.noren.loyalty.offer;

import static io.noren.loyalty.offer.OfferDraft.offer;
import static io.noren.loyalty.offer.Shop.any;
import static io.noren.loyalty.offer.Shop.yen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Together;
import io.noren.loyalty.offer.Coupon.State;
import io.noren.loyalty.offer.OfflineUse.Outcome;
import io.noren.loyalty.offer.OfflineUse.Result;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tills that could not ask, and told afterwards. */
@LoyaltyTest
class OfflineCouponsTest {
    private static final Instant NOON = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);

    @Autowired
    Offers offers;

    @Autowired
    Coupons coupons;

    @Autowired
    CouponIssues issues;

    @Autowired
    OfflineCoupons offline;

    @Autowired
    JdbcClient sql;

    private String offer = "";
    private String source = "";

    @BeforeEach
    void anOfferOfWhichATillMayTakeTwoCodes() {
        offer = any("offer");
        source = any("tills");
        offers.put(
                offer(offer, Benefit.amount(yen("500"), false))
                        .items(any("SHIRT"))
                        .byCoupon()
                        .offlineCap(2)
                        .drawnUp(),
                0L);
    }

    @Test
    void whatATillTookIsUsedAndToldAgainIsNothingNew() {
        String code = issued();

        assertThat(told(code, "sale-1", "till-1").result()).isEqualTo(Result.RECORDED);
        assertThat(told(code, "sale-1", "till-1").result()).isEqualTo(Result.DUPLICATE);

        assertThat(coupons.get(code).state()).isEqualTo(State.REDEEMED);
        assertThatThrownBy(() -> coupons.redeem(code, null, "shop", "order-1"))
                .extracting("code")
                .isEqualTo("COUPON_REDEEMED");
        assertThat(conflicts()).isEmpty();
    }

    @Test
    void aSecondUseIsAConflictThatSomebodySeesAndNoSecondUse() {
        String code = issued();
        told(code, "sale-1", "till-1");

        Outcome second = told(code, "sale-2", "till-2");

        assertThat(second.result()).isEqualTo(Result.CONFLICT);
        assertThat(second.reason()).isEqualTo(Reasons.COUPON_REDEEMED);
        assertThat(told(code, "sale-2", "till-2").result()).as("told again").isEqualTo(Result.CONFLICT);
        assertThat(conflicts())
                .extracting(CouponConflict::sourceTransaction, CouponConflict::till, CouponConflict::reason)
                .containsExactly(tuple("sale-2", "till-2", "COUPON_REDEEMED"));
        assertThat(uses(code)).isEqualTo(1);
    }

    @Test
    void whatWasRedeemedOnlineMeanwhileIsAConflict() {
        String code = issued();
        coupons.redeem(code, null, "shop", "order-1");

        assertThat(told(code, "sale-1", "till-1").reason()).isEqualTo(Reasons.COUPON_REDEEMED);
        assertThat(coupons.get(code).source()).isEqualTo("shop");
    }

    @Test
    void whatATillTookIsTakenFromAPurchaseThatIsOnlyUnderWay() {
        String code = issued();
        coupons.reserve(code, null, "shop", "order-1");

        assertThat(told(code, "sale-1", "till-1").result()).isEqualTo(Result.RECORDED);
        assertThatThrownBy(() -> coupons.redeem(code, null, "shop", "order-1"))
                .extracting("code")
                .isEqualTo("COUPON_REDEEMED");
    }

    @Test
    void ofTwentyTillsThatTookOneCodeOneIsRightAndNineteenAreSeen() throws Exception {
        String code = issued();

        List<Object> outcomes = Together.times(20, () -> told(code, any("sale"), any("till")));

        assertThat(outcomes.stream().map(it -> ((Outcome) it).result()).filter(Result.RECORDED::equals))
                .hasSize(1);
        assertThat(conflicts()).hasSize(19).allMatch(it -> it.reason().equals("COUPON_REDEEMED"));
        assertThat(uses(code)).isEqualTo(1);
    }

    @Test
    void ofOneTellingTheEarlierUseCounts() {
        String code = issued();

        List<Outcome> outcomes = offline.tell(List.of(
                new OfflineUse(code, source, "late", "till-1", NOON.plusSeconds(9)),
                new OfflineUse(code, source, "early", "till-2", NOON)));

        assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.CONFLICT, Result.RECORDED);
    }

    @Test
    void beyondItsCapATillsUseIsSeenAndTheCodeIsUsedAllTheSame() {
        List<String> codes = Stream.generate(this::issued).limit(4).toList();

        assertThat(codes.subList(0, 3).stream()
                        .map(code -> told(code, any("sale"), "till-1").result()))
                .containsExactly(Result.RECORDED, Result.RECORDED, Result.CONFLICT);
        assertThat(told(codes.get(3), "sale-9", "till-2").result())
                .as("another till")
                .isEqualTo(Result.RECORDED);
        assertThat(conflicts()).extracting(CouponConflict::reason).containsExactly("OFFLINE_CAP_EXCEEDED");
        assertThat(coupons.get(codes.get(2)).state()).isEqualTo(State.REDEEMED);
    }

    @Test
    void theCapHoldsWhenTwentyAreToldAtOnce() throws Exception {
        List<Object> outcomes = Together.times(20, () -> told(issued(), any("sale"), "till-1"));

        assertThat(outcomes.stream().map(it -> ((Outcome) it).result()).filter(Result.RECORDED::equals))
                .hasSize(2);
        assertThat(conflicts()).hasSize(18);
    }

    @Test
    void whereAnOfferHasNoCapNothingMayBeTakenOffline() {
        String other = any("offer");
        offers.put(
                offer(other, Benefit.percentage("5")).items(any("A")).byCoupon().drawnUp(), 0L);
        offer = other;

        assertThat(told(issued(), "sale-1", "till-1").result()).isEqualTo(Result.CONFLICT);
    }

    @Test
    void aCodeIsGoodByTheTimeAtWhichItWasTaken() {
        Instant end = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String last = issued(end);
        String late = issued(end);

        assertThat(offline.tell(List.of(
                        new OfflineUse(last, source, "sale-1", "till-1", end.minus(1, ChronoUnit.MICROS)),
                        new OfflineUse(late, source, "sale-2", "till-1", end))))
                .extracting(Outcome::result)
                .containsExactly(Result.RECORDED, Result.CONFLICT);
        assertThat(conflicts()).extracting(CouponConflict::reason).containsExactly("COUPON_EXPIRED");
    }

    @Test
    void whatNobodyIssuedOrIsVoidIsAConflict() {
        String code = issued();
        coupons.revoke(code, "office", "void-1", "printed twice", "suzuki");

        assertThat(told(code, "sale-1", "till-1").reason()).isEqualTo(Reasons.COUPON_VOID);
        assertThat(told("no such code", "sale-2", "till-1").reason()).isEqualTo(Reasons.UNKNOWN_COUPON);
        assertThat(conflicts()).hasSize(2);
    }

    private Outcome told(String code, String sale, String till) {
        return offline.tell(List.of(new OfflineUse(code, source, sale, till, NOON)))
                .get(0);
    }

    private String issued() {
        return issued(Instant.now().plus(9, ChronoUnit.DAYS));
    }

    private String issued(Instant end) {
        Instant begin = NOON.minus(1, ChronoUnit.DAYS);
        return issues.issue(new CouponIssues.Order(offer, 1, null, null, begin, end, "office", any("order")))
                .get(0)
                .code();
    }

    private List<CouponConflict> conflicts() {
        return offline.conflicts(0, 500).stream()
                .filter(conflict -> conflict.source().equals(source))
                .toList();
    }

    private long uses(String code) {
        return sql.sql("select count(*) from loyalty.coupon_step where code = ? and state = 'REDEEMED'")
                .param(code)
                .query(Long.class)
                .single();
    }
}
