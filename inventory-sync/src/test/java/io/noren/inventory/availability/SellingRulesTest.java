package io.noren.inventory.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.noren.inventory.CountResult;
import io.noren.inventory.InventoryTest;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockCount;
import io.noren.inventory.StockCounts;
import io.noren.inventory.Together;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import io.noren.inventory.availability.AvailabilityRule.Buffer;
import io.noren.inventory.availability.AvailabilityRule.Scope;
import io.noren.inventory.availability.AvailabilityRule.StaleFeed;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Channels, groups and rules over a real database, as a web shop would see them. */
class SellingRulesTest extends InventoryTest {

    @Autowired
    private SalesChannels channels;

    @Autowired
    private LocationGroups groups;

    @Autowired
    private AvailabilityRules rules;

    @Autowired
    private NotFoundReports notFound;

    @Autowired
    private StockCounts counts;

    @Autowired
    private Reservations reservations;

    private final String web = "web-" + UUID.randomUUID();

    @Test
    void aChannelPromisesWhatItsLocationsCanGiveLessBuffersAndItsThreshold() {
        String shirt = anyItem();
        String ginza = anyStore();
        String ueno = anyStore();
        String kobe = anyStore();
        stock(shirt, ginza, 10);
        stock(shirt, ueno, 3);
        stock(shirt, kobe, 100);
        String tokyo = group(ginza, ueno);
        channels.put(new SalesChannel(web, "Web", Set.of(tokyo), Set.of()), null);
        rule(new Scope(null, tokyo, null, shirt), null, new Buffer(BigDecimal.valueOf(4), null), null);
        rule(new Scope(web, null, null, shirt), BigDecimal.ONE, null, BigDecimal.valueOf(2));

        OfItem told = told(web, shirt, null);

        // Ginza: 10 - 1 safety - 4 buffer = 5; Ueno: 3 - 1 - 4 < 0 = 0; Kobe is not the web's.
        assertThat(told.promisable()).isEqualByComparingTo("5");
        assertThat(told.threshold()).isEqualByComparingTo("2");
        assertThat(told.unroutedDemand()).isZero();
        assertThat(told.available()).isEqualByComparingTo("3");
        assertThat(told.locations()).extracting(AtLocation::location).containsExactlyInAnyOrder(ginza, ueno);
        assertThat(told.locations())
                .extracting(cell -> cell.unavailableParts().safetyStock())
                .containsOnly(BigDecimal.ONE);
        assertThat(told(web, shirt, List.of(kobe)).available())
                .as("asked about another store, the web has nothing there")
                .isZero();
        assertThat(told("another-" + web, shirt, null).available())
                .as("a channel that nobody has described sells everywhere, with the group's buffer")
                .isEqualByComparingTo("106");
    }

    @Test
    void aThresholdIsNeverPromisedBelowNothing() {
        String shirt = anyItem();
        stock(shirt, anyStore(), 3);
        rule(new Scope(null, null, null, shirt), null, null, BigDecimal.valueOf(5));

        assertThat(told(web, shirt, null).available()).isZero();
        assertThat(told(web, shirt, null).promisable()).isEqualByComparingTo("3");
    }

    @Test
    void aRuleForACategoryIsForItsItemsAndFollowsAnItemIntoAnother() {
        String category = "tops-" + UUID.randomUUID();
        String shirt = anyItem();
        stock(shirt, anyStore(), 8);
        rule(new Scope(null, null, category, null), BigDecimal.valueOf(3), null, null);
        assertThat(told(web, shirt, null).available()).isEqualByComparingTo("8");

        items.put(new Item(
                shirt, null, List.of(), new LocalizedName("品", "Thing"), "EACH", null, null, null, category, true));

        assertThat(told(web, shirt, null).available()).isEqualByComparingTo("5");
    }

    @Test
    void aRuleCountsFromItsCommitAndNoLongerWhenItIsGone() {
        String shirt = anyItem();
        stock(shirt, anyStore(), 8);
        assertThat(told(web, shirt, null).available()).isEqualByComparingTo("8");

        String rule = rule(new Scope(null, null, null, shirt), BigDecimal.valueOf(3), null, null);
        assertThat(told(web, shirt, null).available()).isEqualByComparingTo("5");
        assertThat(rules.delete(rule, null)).isTrue();

        assertThat(told(web, shirt, null).available()).isEqualByComparingTo("8");
        assertThat(rules.delete(rule, null)).isFalse();
    }

    @Test
    void aSilentStoreKeepsMoreTellsBandsAndHandsNothingOverAndSaysSo() {
        String shirt = anyItem();
        String ginza = anyStore();
        clock.stop();
        stock(shirt, ginza, 20);
        rules.put(
                new AvailabilityRule(
                        "stale-" + shirt,
                        new Scope(null, null, null, shirt),
                        null,
                        new Buffer(BigDecimal.ONE, null),
                        null,
                        null,
                        null,
                        new StaleFeed(
                                Duration.ofMinutes(15),
                                new Buffer(null, new BigDecimal("0.3")),
                                List.of(BigDecimal.ONE, BigDecimal.TEN, BigDecimal.valueOf(50)),
                                false)),
                null);

        clock.advance(Duration.ofMinutes(15));
        AtLocation fresh = told(web, shirt, null).locations().get(0);
        clock.advance(Duration.ofSeconds(1));
        AtLocation stale = told(web, shirt, null).locations().get(0);

        assertThat(fresh.degraded()).isNull();
        assertThat(fresh.promisable()).isEqualByComparingTo("19");
        assertThat(fresh.pickup()).isTrue();
        assertThat(stale.feedAge()).isEqualTo(Duration.ofMinutes(15).plusSeconds(1));
        assertThat(stale.degraded())
                .isEqualTo(new AvailabilityAnswer.Degraded(
                        "FEED_TOO_OLD", Duration.ofMinutes(15), List.of("LARGER_BUFFER", "BANDED", "PICKUP_OFF")));
        assertThat(stale.onHand()).as("the books keep what they say").isEqualByComparingTo("20");
        assertThat(stale.buffer()).isEqualByComparingTo("6");
        assertThat(stale.promisable()).as("14, told as the band it reaches").isEqualByComparingTo("10");
        assertThat(stale.pickup()).isFalse();
        assertThat(stale.ship()).isTrue();

        stock(shirt, ginza, 1);
        assertThat(told(web, shirt, null).locations().get(0).degraded())
                .as("the store was heard from")
                .isNull();
    }

    @Test
    void notFoundOnTheShelfPromisesNothingUntilItIsFound() {
        String shirt = anyItem();
        String ginza = anyStore();
        String ueno = anyStore();
        stock(shirt, ginza, 5);
        stock(shirt, ueno, 2);
        assertThat(told(web, shirt, null).available()).isEqualByComparingTo("7");

        NotFoundReports.Report report = notFound.report(shirt, ginza, "looked twice");

        AtLocation there = told(web, shirt, List.of(ginza)).locations().get(0);
        assertThat(there.onHand()).isEqualByComparingTo("5");
        assertThat(there.unavailableParts().notFound()).isEqualByComparingTo("5");
        assertThat(there.available()).isZero();
        assertThat(told(web, shirt, null).available()).isEqualByComparingTo("2");
        assertThat(notFound.report(shirt, ginza, "again").id())
                .as("reported again it is the same report")
                .isEqualTo(report.id());
        assertThat(openTasks(shirt, ginza)).isEqualTo(1);
        assertThat(notFound.openAt(ginza, 10)).containsExactly(report);

        notFound.found(shirt, ginza);

        assertThat(told(web, shirt, null).available()).isEqualByComparingTo("7");
        assertThat(openTasks(shirt, ginza)).isZero();
        assertThatThrownBy(() -> notFound.found(shirt, ginza))
                .isInstanceOfSatisfying(
                        Refusal.class, no -> assertThat(no.code()).isEqualTo("NOT_REPORTED"));
    }

    @Test
    void whatWasNotFoundCannotBeHeldEither() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        HoldRequest cart = new HoldRequest(
                "cart-" + UUID.randomUUID(),
                "web",
                List.of(new HoldRequest.Line("1", shirt, ginza, BigDecimal.ONE)),
                Duration.ofMinutes(30),
                false);
        notFound.report(shirt, ginza, null);

        assertRefused("INSUFFICIENT_STOCK", () -> reservations.hold(cart));
        notFound.found(shirt, ginza);

        assertThat(reservations.hold(cart).state()).isEqualTo(Reservation.State.HELD);
    }

    @Test
    void aCountEndsItButNotOneFromBefore() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        NotFoundReports.Report report = notFound.report(shirt, ginza, null);

        count(shirt, ginza, 5, report.reportedAt().minusSeconds(60));
        assertThat(notFound.openAt(ginza, 10))
                .as("that was counted before somebody looked in vain")
                .containsExactly(report);
        assertThat(told(web, shirt, null).available()).isZero();
        await().until(() -> clock.instant().isAfter(report.reportedAt()));
        count(shirt, ginza, 5, clock.instant());

        assertThat(notFound.openAt(ginza, 10)).isEmpty();
        await().atMost(Remembered.BOUND.plusSeconds(4))
                .untilAsserted(
                        () -> assertThat(told(web, shirt, null).available()).isEqualByComparingTo("5"));
        notFound.tidy();
        assertThat(jdbc.sql("select state from inventory.count_task where id = :id")
                        .param("id", report.countTask())
                        .query(String.class)
                        .single())
                .isEqualTo("DONE");
        assertThat(notFound.report(shirt, ginza, null).id())
                .as("missed again after the count it is another report")
                .isNotEqualTo(report.id());
    }

    @Test
    void manyWhoDoNotFindItAtTheSameMomentMakeOneReportAndOneTask() {
        String shirt = anyItem();
        String ginza = anyStore();

        List<UUID> reports = Together.all(
                8, who -> notFound.report(shirt, ginza, "by " + who).id());

        assertThat(Set.copyOf(reports)).hasSize(1);
        assertThat(openTasks(shirt, ginza)).isEqualTo(1);
    }

    @Test
    void writersThatHaveNotSeenTheLatestAreRefused() {
        String group = group(anyStore());
        assertRefused("STALE_VERSION", () -> groups.put(new LocationGroup(group, "Other", Set.of()), 0L));
        assertRefused("STALE_VERSION", () -> groups.delete(group, 9L));
        assertRefused("UNKNOWN_LOCATION", () -> groups.put(new LocationGroup(group, "Tokyo", Set.of("nowhere")), null));
        assertThat(groups.find(group).orElseThrow().version())
                .as("a refused change leaves nothing behind")
                .isEqualTo(1);
        channels.put(new SalesChannel(web, "Web", Set.of(group), Set.of()), null);
        assertRefused("GROUP_IN_USE", () -> groups.delete(group, null));
        rule(new Scope(web, null, null, null), BigDecimal.ONE, null, null);
        assertRefused("CHANNEL_IN_USE", () -> channels.delete(web, null));
        assertRefused("SCOPE_TAKEN", () -> rule(new Scope(web, null, null, null), BigDecimal.TEN, null, null));
    }

    @Test
    void ofManyWritersOfOneVersionOneWins() {
        String group = group(anyStore());
        List<Boolean> won = Together.all(8, who -> {
            try {
                groups.put(new LocationGroup(group, "By " + who, Set.of()), 1L);
                return true;
            } catch (Refusal stale) {
                assertThat(stale.code()).isEqualTo("STALE_VERSION");
                return false;
            }
        });
        assertThat(won).containsOnlyOnce(true);
        assertThat(groups.find(group).orElseThrow().version()).isEqualTo(2);
    }

    private void count(String sku, String location, long counted, Instant at) {
        assertThat(counts.record(List.of(new StockCount(
                        "count-" + UUID.randomUUID(),
                        ItemReference.sku(sku),
                        location,
                        BigDecimal.valueOf(counted),
                        at,
                        null))))
                .extracting(CountResult::result)
                .containsExactly(CountResult.Outcome.RECORDED);
    }

    private long openTasks(String sku, String location) {
        return jdbc.sql("""
                select count(*) from inventory.count_task
                where sku = :sku and location = :location and state = 'OPEN' and cause = 'NOT_FOUND'
                """)
                .param("sku", sku)
                .param("location", location)
                .query(Long.class)
                .single();
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Refusal.class, no -> assertThat(no.code()).isEqualTo(code));
    }

    private OfItem told(String channel, String sku, List<String> locations) {
        return availability.forChannel(channel, List.of(sku), locations).items().get(0);
    }

    private String group(String... locations) {
        String id = "group-" + UUID.randomUUID();
        groups.put(new LocationGroup(id, "Tokyo", Set.of(locations)), null);
        return id;
    }

    private String rule(Scope scope, BigDecimal safetyStock, Buffer buffer, BigDecimal threshold) {
        String id = "rule-" + UUID.randomUUID();
        rules.put(new AvailabilityRule(id, scope, safetyStock, buffer, threshold, null, null, null), null);
        return id;
    }
}
