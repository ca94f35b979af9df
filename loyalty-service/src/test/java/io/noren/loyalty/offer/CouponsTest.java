package io.noren.loyalty.offer;

import static io.noren.loyalty.offer.OfferDraft.offer;
import static io.noren.loyalty.offer.Shop.any;
import static io.noren.loyalty.offer.Shop.basket;
import static io.noren.loyalty.offer.Shop.lines;
import static io.noren.loyalty.offer.Shop.yen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.Channel;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.MemberStandings;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Together;
import io.noren.loyalty.offer.Coupon.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One code, once. */
@LoyaltyTest
class CouponsTest {
    private static final Instant NEXT_YEAR = Instant.now().plus(365, ChronoUnit.DAYS);

    @Autowired
    Offers offers;

    @Autowired
    Coupons coupons;

    @Autowired
    CouponIssues issues;

    @Autowired
    Quotes quotes;

    @Autowired
    Members members;

    @Autowired
    MemberStandings standings;

    @Autowired
    JdbcClient sql;

    private String shirt = "";
    private String offer = "";

    @BeforeEach
    void anOfferByCoupon() {
        shirt = any("SHIRT");
        offer = any("offer");
        offers.put(
                offer(offer, Benefit.amount(yen("500"), false))
                        .items(shirt)
                        .byCoupon()
                        .drawnUp(),
                0L);
    }

    @Test
    void aCodeIsReservedAndRedeemedAndNeverAgain() {
        String code = issued();

        assertThat(coupons.reserve(code, null, "till", "sale-1").state()).isEqualTo(State.RESERVED);
        assertThat(coupons.reserve(code, null, "till", "sale-1").state())
                .as("told again")
                .isEqualTo(State.RESERVED);
        refused("COUPON_RESERVED", () -> coupons.reserve(code, null, "shop", "sale-1"));
        refused("COUPON_RESERVED", () -> coupons.redeem(code, null, "till", "sale-2"));
        refused("COUPON_RESERVED", () -> coupons.revoke(code, "office", "void-1", "printed twice", "suzuki"));
        assertThat(coupons.redeem(code.toLowerCase(Locale.ROOT), null, "till", "sale-1")
                        .state())
                .isEqualTo(State.REDEEMED);
        assertThat(coupons.redeem(code, null, "till", "sale-1").state())
                .as("told again")
                .isEqualTo(State.REDEEMED);
        refused("COUPON_REDEEMED", () -> coupons.redeem(code, null, "till", "sale-2"));
        refused("COUPON_REDEEMED", () -> coupons.reserve(code, null, "till", "sale-1"));
        refused("COUPON_REDEEMED", () -> coupons.release(code, "till", "sale-1"));
        refused("COUPON_REDEEMED", () -> coupons.revoke(code, "office", "void-1", "printed twice", "suzuki"));
        assertThat(steps(code)).containsExactly("RESERVED", "REDEEMED");
    }

    @Test
    void whatIsReleasedIsFreeForTheNext() {
        String code = issued();
        coupons.reserve(code, null, "till", "sale-1");

        refused("COUPON_NOT_RESERVED", () -> coupons.release(code, "till", "sale-2"));
        assertThat(coupons.release(code, "till", "sale-1").state()).isEqualTo(State.RELEASED);
        assertThat(coupons.release(code, "till", "sale-1").state())
                .as("told again")
                .isEqualTo(State.RELEASED);
        assertThat(coupons.redeem(code, null, "shop", "order-9").state()).isEqualTo(State.REDEEMED);
        refused("COUPON_NOT_RESERVED", () -> coupons.release(code, "till", "sale-1"));
        assertThat(steps(code)).containsExactly("RESERVED", "RELEASED", "REDEEMED");
    }

    @Test
    void aVoidCodeIsNoGood() {
        String code = issued();

        assertThat(coupons.revoke(code, "office", "void-1", "printed twice", "suzuki")
                        .state())
                .isEqualTo(State.VOID);
        assertThat(coupons.revoke(code, "office", "void-1", "printed twice", "suzuki")
                        .state())
                .as("told again")
                .isEqualTo(State.VOID);
        refused("COUPON_VOID", () -> coupons.reserve(code, null, "till", "sale-1"));
        refused("COUPON_VOID", () -> coupons.redeem(code, null, "till", "sale-1"));
        assertThat(shown(code)).isEqualTo("COUPON_VOID");
        assertThat(coupons.steps(code)).singleElement().satisfies(step -> {
            assertThat(step.state()).isEqualTo(State.VOID);
            assertThat(step.actor()).isEqualTo("suzuki");
            assertThat(step.reason()).isEqualTo("printed twice");
        });
    }

    @Test
    void ofTwentyTillsWithOneCodeOneRedeemsIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            String code = issued();

            List<Object> outcomes = Together.times(20, () -> coupons.redeem(code, null, "till", any("sale")));

            assertThat(outcomes.stream().filter(Coupon.class::isInstance)).hasSize(1);
            assertThat(outcomes.stream().filter(Refusal.class::isInstance).map(it -> ((Refusal) it).code()))
                    .hasSize(19)
                    .containsOnly("COUPON_REDEEMED");
            assertThat(steps(code)).containsExactly("REDEEMED");
        }
    }

    @Test
    void ofTwentyWhoReserveOneCodeOneHasIt() throws Exception {
        String code = issued();

        List<Object> outcomes = Together.times(20, () -> coupons.reserve(code, null, "shop", any("basket")));

        assertThat(outcomes.stream().filter(Coupon.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Refusal.class::isInstance).map(it -> ((Refusal) it).code()))
                .containsOnly("COUPON_RESERVED");
    }

    @Test
    void theDatabaseItselfRefusesASecondUse() {
        String code = issued();
        coupons.redeem(code, null, "till", "sale-1");

        assertThatThrownBy(() -> sql.sql("""
                        insert into loyalty.coupon_step (code, state, source, source_transaction, at, told_at)
                        values (?, 'REDEEMED', 'till', 'sale-2', now(), now())
                        """).param(code).update()).isInstanceOf(DataAccessException.class);
    }

    @Test
    void aCodeExpiresAtItsInstantAndNotBefore() {
        Instant end = NEXT_YEAR.truncatedTo(ChronoUnit.SECONDS);
        String early = issued(null, end);
        String late = issued(null, end);

        assertThat(at(end.minus(1, ChronoUnit.MICROS))
                        .redeem(early, null, "till", "sale-1")
                        .state())
                .isEqualTo(State.REDEEMED);
        refused("COUPON_EXPIRED", () -> at(end).redeem(late, null, "till", "sale-1"));
        refused("COUPON_EXPIRED", () -> at(end).reserve(late, null, "till", "sale-1"));
        assertThat(at(end).get(late).state()).isEqualTo(State.EXPIRED);
        assertThat(at(end.minus(1, ChronoUnit.MICROS)).get(late).state()).isEqualTo(State.ISSUED);
    }

    @Test
    void aCodeIsNoGoodBeforeItsTime() {
        Instant begin = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String code = codes(order().from(begin)).get(0);

        refused(
                "COUPON_NOT_YET_VALID",
                () -> at(begin.minus(1, ChronoUnit.MICROS)).redeem(code, null, "till", "s"));
        assertThat(shown(code)).isEqualTo("COUPON_NOT_YET_VALID");
        assertThat(at(begin).redeem(code, null, "till", "s").state()).isEqualTo(State.REDEEMED);
    }

    @Test
    void aReservationOutlivesTheCodeAndLapsesAtItsOwnEnd() {
        Instant end = NEXT_YEAR.truncatedTo(ChronoUnit.SECONDS);
        Instant reserved = end.minus(1, ChronoUnit.MINUTES);
        String inTime = issued(null, end);
        String tooLate = issued(null, end);
        at(reserved).reserve(inTime, null, "till", "sale-1");
        at(reserved).reserve(tooLate, null, "till", "sale-1");
        Instant lapses = reserved.plus(Duration.ofMinutes(30));

        assertThat(at(lapses.minus(1, ChronoUnit.MICROS))
                        .redeem(inTime, null, "till", "sale-1")
                        .state())
                .isEqualTo(State.REDEEMED);
        refused("COUPON_EXPIRED", () -> at(lapses).redeem(tooLate, null, "till", "sale-1"));
    }

    @Test
    void aReservationThatNobodyResolvedIsTheNextOnes() {
        String code = issued();
        Instant now = Instant.now();
        at(now).reserve(code, null, "till", "sale-1");

        refused("COUPON_RESERVED", () -> at(now.plus(Duration.ofMinutes(29))).reserve(code, null, "till", "sale-2"));
        assertThat(at(now.plus(Duration.ofMinutes(31)))
                        .reserve(code, null, "till", "sale-2")
                        .state())
                .isEqualTo(State.RESERVED);
        refused("COUPON_RESERVED", () -> at(now.plus(Duration.ofMinutes(31))).redeem(code, null, "till", "sale-1"));
    }

    @Test
    void aMembersCouponIsNobodyElses() {
        UUID taro = member();
        UUID hanako = member();
        String code = codes(order().of(taro)).get(0);

        refused("COUPON_OF_ANOTHER_MEMBER", () -> coupons.reserve(code, null, "till", "sale-1"));
        refused("COUPON_OF_ANOTHER_MEMBER", () -> coupons.redeem(code, hanako, "till", "sale-1"));
        assertThat(shown(code)).isEqualTo("COUPON_OF_ANOTHER_MEMBER");
        assertThat(coupons.redeem(code, taro, "till", "sale-1").state()).isEqualTo(State.REDEEMED);
    }

    @Test
    void theOfferAppliesWithTheCodeAlone() {
        String code = issued();
        Basket without = basket("1 " + shirt + " 2000");
        Basket with = basket(Channel.APP, null, null, lines("1 " + shirt + " 2000"), code);

        assertThat(quotes.quote(without).offers()).isEmpty();
        assertThat(quotes.quote(with).total()).isEqualTo(yen("1500"));
        assertThat(quotes.quote(with).offers().get(0).coupon()).isEqualTo(code);
        coupons.reserve(code, null, "shop", "basket-1");
        assertThat(shown(code)).isEqualTo("COUPON_RESERVED");
        assertThat(quotes.quote(Shop.of(with, "shop", "basket-1")).total())
                .as("for whom it is reserved")
                .isEqualTo(yen("1500"));
    }

    @Test
    void whatACodeDoesNotGiveIsSaid() {
        String one = issued();
        String other = issued();
        Quote both = quotes.quote(basket(Channel.WEB, null, null, lines("1 " + shirt + " 2000"), one, other, one));
        Quote otherGoods = quotes.quote(basket(Channel.WEB, null, null, lines("1 CUP 2000"), one));

        assertThat(both.total()).as("one code of an offer is enough").isEqualTo(yen("1500"));
        assertThat(both.notApplied()).extracting(it -> it.reason().code()).containsExactly("COUPON_NOT_NEEDED");
        assertThat(otherGoods.notApplied())
                .extracting(it -> it.reason().code())
                .containsExactly("COUPON_CONDITIONS_NOT_MET");
        assertThat(shown("NO-SUCH-CODE")).isEqualTo("UNKNOWN_COUPON");
    }

    @Test
    void codesAreIssuedOnceForTheirOrder() throws Exception {
        CouponIssues.Order order =
                new CouponIssues.Order(offer, 50, null, null, null, NEXT_YEAR, "office", any("order"));

        List<Object> outcomes = Together.times(8, () -> issues.issue(order));

        assertThat(outcomes).allMatch(List.class::isInstance);
        assertThat(outcomes.stream().distinct()).hasSize(1);
        assertThat(issues.issue(order)).hasSize(50).extracting(Coupon::code).doesNotHaveDuplicates();
        refused(
                "COUPON_ISSUE_CONFLICT",
                () -> issues.issue(new CouponIssues.Order(
                        offer, 51, null, null, null, NEXT_YEAR, "office", order.sourceTransaction())));
    }

    @Test
    void namedCodesAreTakenOnlyOnce() {
        String code = any("SPRING").toUpperCase(Locale.ROOT);
        issues.issue(named(code));

        refused("COUPON_CODE_TAKEN", () -> issues.issue(named(any("NEW"), code)));
        refused("COUPON_COUNT", () -> issues.issue(named()));
        refused(
                "COUPON_COUNT",
                () -> issues.issue(
                        new CouponIssues.Order(offer, 1_001, null, null, null, NEXT_YEAR, "office", any("order"))));
        refused(
                "COUPON_TIME",
                () -> issues.issue(
                        new CouponIssues.Order(offer, 1, null, null, null, Instant.EPOCH, "office", any("order"))));
        refused(
                "UNKNOWN_OFFER",
                () -> issues.issue(
                        new CouponIssues.Order("no-such", 1, null, null, null, NEXT_YEAR, "office", any("order"))));
        refused("UNKNOWN_COUPON", () -> coupons.get("NO-SUCH"));
        refused("UNREADABLE_COUPON", () -> coupons.get("' or 1=1 --"));
    }

    private CouponIssues.Order named(String... codes) {
        return new CouponIssues.Order(offer, null, List.of(codes), null, null, NEXT_YEAR, "office", any("order"));
    }

    private record Wish(@Nullable UUID member, @Nullable Instant begin) {
        Wish of(UUID whose) {
            return new Wish(whose, begin);
        }

        Wish from(Instant first) {
            return new Wish(member, first);
        }
    }

    private static Wish order() {
        return new Wish(null, null);
    }

    private List<String> codes(Wish wish) {
        return issues
                .issue(new CouponIssues.Order(
                        offer, 1, null, wish.member(), wish.begin(), NEXT_YEAR, "office", any("order")))
                .stream()
                .map(Coupon::code)
                .toList();
    }

    private String issued() {
        return codes(order()).get(0);
    }

    private String issued(@Nullable UUID member, Instant end) {
        return issues.issue(new CouponIssues.Order(offer, 1, null, member, null, end, "office", any("order")))
                .get(0)
                .code();
    }

    private @Nullable String shown(String code) {
        List<Quote.NotApplied> said = quotes.quote(basket(Channel.WEB, null, null, lines("1 " + shirt + " 2000"), code))
                .notApplied();
        return said.isEmpty() ? null : said.get(0).reason().code();
    }

    private List<String> steps(String code) {
        return sql.sql("select state from loyalty.coupon_step where code = ? order by id")
                .param(code)
                .query(String.class)
                .list();
    }

    private UUID member() {
        return members.register(new NewMember(new Profile("山田", null, null, null, null, null, "ja"), List.of()))
                .id();
    }

    /** The same coupons at another time. */
    private Coupons at(Instant instant) {
        return new Coupons(
                sql,
                standings,
                new OfferSettings(Map.of(), Duration.ofMinutes(30)),
                Clock.fixed(instant, ZoneOffset.UTC));
    }

    private static void refused(String code, ThrowingCallable asked) {
        assertThatThrownBy(asked).isInstanceOf(Refusal.class).extracting("code").isEqualTo(code);
    }
}
