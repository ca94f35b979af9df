package io.noren.loyalty;

import static io.noren.loyalty.PointsRulesForATest.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.PointsDryRun.Comparison;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rules are tried on past purchases: the database reckons what these rules would have given, and changes nothing. */
@LoyaltyTest
class PointsDryRunsTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final List<String> STORES = List.of("ginza", "shibuya", "umeda");

    @Autowired
    PointsDryRuns dryRuns;

    @Autowired
    PointsRules rules;

    @Autowired
    Purchases purchases;

    @Autowired
    Merges merges;

    @Autowired
    JdbcClient sql;

    /** What a sale, or a return whose sale nobody told, came to and would have come to, reckoned by hand. */
    private record Counted(UUID member, String place, LocalDate day, long given, long proposed) {}

    @ParameterizedTest
    @EnumSource(PointsRounding.class)
    void theDatabaseReckonsAsPeopleDo(PointsRounding rounding) {
        LocalDate month = LocalDate.of(1997, rounding.ordinal() + 1, 1);
        PointsPolicy wanted = new PointsPolicy(
                Map.of("JPY", new BigDecimal("77.7"), "EUR", new BigDecimal("0.3")),
                rounding,
                Duration.ofDays(14),
                Period.ofMonths(18),
                Period.ofDays(60));
        List<Counted> byHand = aMonthOfPurchases(month, wanted, new Random(rounding.ordinal()));
        long entries = count("points_entry");

        Comparison shown = dryRuns.attempt(wanted, month, month.plusMonths(1).minusDays(1), MANAGER)
                .shown();

        assertThat(count("points_entry")).as("nobody's points change").isEqualTo(entries);
        assertThat(shown.sales() + shown.returns()).isEqualTo(byHand.size());
        assertThat(shown.given())
                .isEqualTo(byHand.stream().mapToLong(Counted::given).sum());
        assertThat(shown.proposed())
                .isEqualTo(byHand.stream().mapToLong(Counted::proposed).sum());
        Map<UUID, Long> more = new HashMap<>();
        byHand.forEach(one -> more.merge(one.member(), one.proposed() - one.given(), Long::sum));
        assertThat(shown.membersMore())
                .isEqualTo(more.values().stream().filter(points -> points > 0).count());
        assertThat(shown.membersFewer())
                .isEqualTo(more.values().stream().filter(points -> points < 0).count());
        shown.places().forEach(place -> {
            List<Counted> there = byHand.stream()
                    .filter(one -> one.place().equals(String.valueOf(place.location())))
                    .toList();
            assertThat(place.count()).isEqualTo(there.size());
            assertThat(place.given())
                    .isEqualTo(there.stream().mapToLong(Counted::given).sum());
            assertThat(place.proposed())
                    .isEqualTo(there.stream().mapToLong(Counted::proposed).sum());
        });
        assertThat(shown.places()).hasSize(STORES.size() + 1);
        assertThat(shown.months())
                .as("without an end what was given, for a year and a half what is proposed")
                .containsExactly(
                        new PointsDryRun.Month(YearMonth.from(month.plusMonths(18)), 0, shown.proposed()),
                        new PointsDryRun.Month(null, shown.given(), 0));
        assertThat(shown.largest()).hasSize(PointsDryRun.MOST_PURCHASES);
        assertThat(shown.largest().stream().map(one -> Math.abs(one.proposed() - one.given())))
                .isSortedAccordingTo((one, next) -> Long.compare(next, one))
                .first()
                .isEqualTo(byHand.stream()
                        .mapToLong(one -> Math.abs(one.proposed() - one.given()))
                        .max()
                        .orElseThrow());
    }

    /** Sales of three stores and the web shop, in two currencies, parts of which come back, some before they are told. */
    private List<Counted> aMonthOfPurchases(LocalDate month, PointsPolicy wanted, Random random) {
        List<Claim> cards = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            cards.add(Claim.card(Any.card()));
        }
        List<Counted> byHand = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Claim card = cards.get(random.nextInt(cards.size()));
            String currency = random.nextInt(4) == 0 ? "EUR" : "JPY";
            LocalDate day = month.plusDays(random.nextInt(28));
            String store = random.nextInt(4) == 0 ? null : STORES.get(random.nextInt(STORES.size()));
            BigDecimal total = amount(currency, random);
            BigDecimal first = random.nextInt(3) == 0 ? part(total, random) : BigDecimal.ZERO;
            BigDecimal second = random.nextInt(6) == 0 ? part(total.subtract(first), random) : BigDecimal.ZERO;
            boolean told = random.nextInt(8) != 0;
            boolean early = random.nextInt(3) == 0;
            String sale = Any.transaction();
            long given = 0;
            UUID member = null;
            for (String step : early ? List.of("first", "sale", "second") : List.of("sale", "first", "second")) {
                Purchases.Recorded recorded = null;
                if (step.equals("sale") && told) {
                    recorded = purchases.record(sale(sale, card, store, day, new Money(total, currency)));
                } else if (!step.equals("sale") && (told || step.equals("first"))) {
                    BigDecimal back = step.equals("first") ? first : second;
                    if (back.signum() > 0) {
                        recorded = purchases.recordReturn(back(card, sale, store, day, new Money(back, currency)));
                    }
                }
                if (recorded != null) {
                    given += recorded.points();
                    member = recorded.member();
                }
            }
            if (member != null) {
                BigDecimal perPoint = wanted.amountPerPoint(currency);
                long proposed = told
                        ? wanted.rounding().points(total.subtract(first).subtract(second), perPoint)
                        : -wanted.rounding().points(first, perPoint);
                byHand.add(new Counted(member, String.valueOf(store), day, given, proposed));
            }
        }
        return byHand;
    }

    private static BigDecimal amount(String currency, Random random) {
        return currency.equals("EUR")
                ? BigDecimal.valueOf(random.nextInt(20_000) + 1L, 2)
                : BigDecimal.valueOf(random.nextInt(20_000) + 1L);
    }

    private static BigDecimal part(BigDecimal of, Random random) {
        long coins = of.unscaledValue().longValueExact();
        return BigDecimal.valueOf(random.nextLong(coins + 1), of.scale());
    }

    private static Purchase sale(String key, Claim by, @Nullable String store, LocalDate day, Money total) {
        return new Purchase("till", key, channel(store), by, store, at(day), total, List.of());
    }

    private static PurchaseReturn back(Claim by, String sale, @Nullable String store, LocalDate day, Money total) {
        return new PurchaseReturn(
                "till", Any.transaction(), channel(store), by, sale, store, at(day), total, List.of());
    }

    private static Channel channel(@Nullable String store) {
        return store == null ? Channel.WEB : Channel.STORE;
    }

    private static Instant at(LocalDate day) {
        return day.atTime(23, 59).atZone(TOKYO).toInstant();
    }

    @Test
    void theRulesThatHeldWouldHaveGivenTheSame() {
        LocalDate month = LocalDate.of(1997, 5, 1);
        aMonthOfPurchases(month, rules.version(1).rules(), new Random(5));

        Comparison shown =
                dryRuns.attempt(rules.version(1).rules(), month, null, MANAGER).shown();

        assertThat(shown.sales()).isPositive();
        assertThat(shown.proposed()).isEqualTo(shown.given());
        assertThat(shown.membersMore() + shown.membersFewer()).isZero();
        assertThat(shown.largest()).isEmpty();
        assertThat(shown.until()).as("the whole month").isEqualTo(LocalDate.of(1997, 5, 31));
    }

    @Test
    void aDayIsTheProgrammesAndPartsOfAMemberAreOneMember() {
        LocalDate day = LocalDate.of(1997, 7, 15);
        Claim one = Claim.card(Any.card());
        Claim other = Claim.card(Any.card());
        UUID first = purchases
                .record(sale(Any.transaction(), one, "ginza", day, yen("250")))
                .member();
        UUID second = purchases
                .record(sale(Any.transaction(), other, "ginza", day, yen("250")))
                .member();
        purchases.record(sale(Any.transaction(), other, "ginza", day.plusDays(1), yen("90000")));
        merges.approve(merges.propose(first, second, "one customer", MANAGER).id(), MANAGER);

        Comparison shown = dryRuns.attempt(perTwoHundred(), day, day, MANAGER).shown();

        assertThat(shown.sales()).isEqualTo(2);
        assertThat(shown.given()).isEqualTo(4);
        assertThat(shown.proposed()).isEqualTo(2);
        assertThat(shown.membersFewer()).isEqualTo(1);
    }

    @Test
    void whatWasFoundIsKeptAndOnlyAQuarterIsReckonedAgain() {
        LocalDate day = LocalDate.of(1997, 8, 1);
        PointsDryRun run = dryRuns.attempt(perTwoHundred(), day, day.plusDays(91), MANAGER);

        assertThat(dryRuns.get(run.id())).isEqualTo(run);
        refused("PERIOD_TOO_LONG", day, day.plusDays(92));
        refused("BAD_PERIOD", day, day.minusDays(1));
        refused("BAD_PERIOD", LocalDate.of(1, 1, 1), LocalDate.of(1, 1, 2));
        assertThatThrownBy(() -> dryRuns.get(UUID.randomUUID()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("UNKNOWN_DRY_RUN"));
        assertThat(dryRuns.attempt(perTwoHundred(), null, null, MANAGER).shown().from())
                .isEqualTo(dryRuns.lastMonth().atDay(1));
    }

    private void refused(String code, LocalDate from, LocalDate until) {
        assertThatThrownBy(() -> dryRuns.attempt(perTwoHundred(), from, until, MANAGER))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static PointsPolicy perTwoHundred() {
        return PointsRulesForATest.perYen("200", PointsRounding.DOWN);
    }

    private static Money yen(String amount) {
        return new Money(new BigDecimal(amount), "JPY");
    }

    private long count(String table) {
        return sql.sql("select count(*) from loyalty." + table)
                .query(Long.class)
                .single();
    }
}
