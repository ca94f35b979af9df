package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.InventoryTest;
import io.noren.inventory.Location;
import io.noren.inventory.PickupDelayed;
import io.noren.inventory.Refusal;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.promise.PickupOption;
import io.noren.inventory.pickup.promise.PickupOptions;
import io.noren.inventory.pickup.promise.PickupSlot;
import io.noren.inventory.pickup.promise.PickupTerms;
import io.noren.inventory.pickup.promise.PickupTermsOfStores;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** When Ginza has orders ready, open from ten to eight and closed on the last day of the year. It is a Tuesday. */
@RecordApplicationEvents
class PickupPromisesTest extends InventoryTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final GeoPoint HERE = new GeoPoint(35.6717, 139.7650);

    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupLateWatch lateWatch;

    @Autowired
    private PickupTermsOfStores terms;

    @Autowired
    private PickupOptions options;

    @Autowired
    private ApplicationEvents events;

    private String shirt = "";
    private String ginza = "";

    @BeforeEach
    void aStoreThatIsOpenFromTenToEight() {
        shirt = anyItem();
        ginza = aStore(HERE);
        stock(shirt, ginza, 1_000);
        clock.stopAt(at("2026-12-29T11:30"));
    }

    @Test
    void anOrderIsReadyAfterThePreparationTimeInOpeningHours() {
        assertThat(order().readyBy()).isEqualTo(at("2026-12-29T13:30"));

        clock.stopAt(at("2026-12-29T19:15"));
        assertThat(order().readyBy()).isEqualTo(at("2026-12-30T11:15"));

        clock.stopAt(at("2026-12-30T19:15"));
        assertThat(order().readyBy()).as("New Year's Eve is off").isEqualTo(at("2027-01-01T11:15"));
    }

    @Test
    void goodsWaitUntilTheStoreClosesOnTheLastDay() {
        Pickup order = order();

        assertThat(order.expiresAt()).isEqualTo(at("2027-01-01T20:00"));

        pick(order);
        clock.stopAt(at("2026-12-28T12:00"));
        assertThat(desk.markReady(order.id(), StepNote.NONE).expiresAt())
                .as("the last day is off, so it is the next")
                .isEqualTo(at("2027-01-01T20:00"));
    }

    @Test
    void fromTheCutOffOnOrdersArePreparedTheNextDay() {
        terms.put(ginza, new PickupTerms(Duration.ofHours(1), Duration.ofHours(1), null, LocalTime.of(17, 0), 3), null);

        clock.stopAt(at("2026-12-29T16:59"));
        assertThat(order().readyBy()).isEqualTo(at("2026-12-29T17:59"));
        clock.stopAt(at("2026-12-29T17:00"));
        assertThat(order().readyBy()).isEqualTo(at("2026-12-30T11:00"));
    }

    @Test
    void aFullSlotSendsTheNextOrderIntoTheNextOne() {
        atMost(2);

        assertThat(order().readyBy()).isEqualTo(at("2026-12-29T13:30"));
        Pickup second = order();
        assertThat(second.readyBy()).isEqualTo(at("2026-12-29T13:30"));
        assertThat(order().readyBy()).isEqualTo(at("2026-12-29T14:00"));

        desk.cancel(second.id(), StepNote.NONE);
        assertThat(order().readyBy()).as("its place is free again").isEqualTo(at("2026-12-29T13:30"));
    }

    @Test
    void theCustomerChoosesASlotAndAFullOneIsRefusedWithThoseThatAreNot() {
        atMost(1);
        Instant four = at("2026-12-29T16:00");
        assertThat(order(four).readyBy()).isEqualTo(four);

        assertThatThrownBy(() -> order(four)).asInstanceOf(type(Refusal.class)).satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo("SLOT_NOT_AVAILABLE");
            assertThat(refusal.properties().get("slots"))
                    .asInstanceOf(LIST)
                    .startsWith(
                            new PickupSlot(at("2026-12-29T13:00"), at("2026-12-29T14:00"), 1),
                            new PickupSlot(at("2026-12-29T14:00"), at("2026-12-29T15:00"), 1),
                            new PickupSlot(at("2026-12-29T15:00"), at("2026-12-29T16:00"), 1),
                            new PickupSlot(at("2026-12-29T17:00"), at("2026-12-29T18:00"), 1));
        });
        assertThat(level(shirt, ginza).committed())
                .as("a refused order keeps nothing")
                .isEqualByComparingTo("1");
    }

    @Test
    void noSlotIsBeforeTheStoreCanBeReadyNorWhileItIsClosedNorFarAhead() {
        for (String time : List.of(
                "2026-12-29T12:00", "2026-12-29T20:30", "2026-12-31T12:00", "2027-03-01T12:00", "2020-01-01T12:00")) {
            assertThatThrownBy(() -> order(at(time)))
                    .as(time)
                    .asInstanceOf(type(Refusal.class))
                    .extracting(Refusal::code)
                    .isEqualTo("SLOT_NOT_AVAILABLE");
        }
    }

    @Test
    void twentyCustomersAtOnceNeverFillASlotTwice() {
        atMost(3);
        Instant four = at("2026-12-29T16:00");

        List<String> answers = Together.all(20, who -> {
            try {
                return order(four).state().name();
            } catch (Refusal refusal) {
                return refusal.code();
            }
        });

        assertThat(answers).filteredOn("PLACED"::equals).hasSize(3);
        assertThat(answers).filteredOn("SLOT_NOT_AVAILABLE"::equals).hasSize(17);
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("3");
    }

    @Test
    void theDatabaseItselfRefusesOneMoreThanASlotHolds() {
        atMost(1);
        order();

        assertThatThrownBy(() -> jdbc.sql("update inventory.pickup_slot set taken = taken + 1 where location = ?")
                        .param(ginza)
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void aPausedStoreTakesNoNewOrdersAndWorksOffThoseItHas() {
        Pickup before = order();
        terms.pause(ginza, at("2026-12-29T15:00"), "two are ill");

        assertThatThrownBy(this::order).asInstanceOf(type(Refusal.class)).satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo("PICKUP_PAUSED");
            assertThat(refusal.properties()).containsEntry("until", at("2026-12-29T15:00"));
        });
        pick(before);
        assertThat(desk.markReady(before.id(), StepNote.NONE).state()).isEqualTo(PickupState.READY);

        clock.stopAt(at("2026-12-29T15:00"));
        assertThat(order().state()).isEqualTo(PickupState.PLACED);
        terms.pause(ginza, null, null);
        assertThatThrownBy(this::order).isInstanceOf(Refusal.class);
        terms.resume(ginza);
        assertThat(order().state()).isEqualTo(PickupState.PLACED);
    }

    @Test
    void theCustomerIsToldBeforeThePromiseBreaksAndOnlyAFewTimes() {
        Pickup order = order();
        clock.stopAt(at("2026-12-29T13:19"));
        lateWatch.look();
        assertThat(seen(order).readyBy()).as("there is still time").isEqualTo(at("2026-12-29T13:30"));

        clock.stopAt(at("2026-12-29T13:20"));
        lateWatch.look();
        lateWatch.look();

        assertThat(seen(order).readyBy()).isEqualTo(at("2026-12-29T15:30"));
        assertThat(seen(order).promisedBy()).isEqualTo(at("2026-12-29T13:30"));
        assertThat(delaysOf(order)).singleElement().satisfies(fact -> {
            assertThat(fact.before()).isEqualTo(at("2026-12-29T13:30"));
            assertThat(fact.readyBy()).isEqualTo(at("2026-12-29T15:30"));
        });
        assertThat(desk.steps(order.id()))
                .last()
                .satisfies(step -> assertThat(step.step()).isEqualTo("delay"));
        for (int hour = 15; hour < 20; hour++) {
            clock.stopAt(at("2026-12-29T" + hour + ":25"));
            lateWatch.look();
        }
        clock.stopAt(at("2026-12-30T19:30"));
        lateWatch.look();
        assertThat(delaysOf(order)).hasSize(3);
    }

    @Test
    void whatIsReadyInTimeIsNotDelayed() {
        Pickup order = order();
        pick(order);
        desk.markReady(order.id(), StepNote.NONE);

        clock.stopAt(at("2026-12-29T13:29"));
        lateWatch.look();

        assertThat(delaysOf(order)).isEmpty();
    }

    @Test
    void theStoreSaysThatItNeedsLongerAndItsPlaceIsFree() {
        atMost(1);
        Pickup order = order();

        Pickup later = desk.delay(order.id(), at("2026-12-29T18:00"), new StepNote(null, "the lift is out of order"));

        assertThat(later.readyBy()).isEqualTo(at("2026-12-29T18:00"));
        assertThat(delaysOf(order)).hasSize(1);
        assertThat(order().readyBy()).isEqualTo(at("2026-12-29T13:30"));
        assertThatThrownBy(() -> desk.delay(order.id(), at("2026-12-29T17:00"), StepNote.NONE))
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo("BAD_READY_BY");
    }

    @Test
    void optionsAreStoresWithTheWholeBasketTheNearestFirst() {
        String far = aStore(new GeoPoint(35.6595, 139.7005));
        String without = aStore(HERE);
        String paused = aStore(HERE);
        stock(shirt, far, 5);
        stock(shirt, without, 1);
        stock(shirt, paused, 5);
        terms.pause(paused, null, null);
        terms.put(far, new PickupTerms(Duration.ofMinutes(30), Duration.ofHours(2), 1, null, 2), null);

        List<PickupOption> found =
                options.find("web", Map.of(shirt, new BigDecimal(2)), Set.of(ginza, far, without, paused), HERE, 10);

        assertThat(found).extracting(PickupOption::location).containsExactly(ginza, far);
        assertThat(found.get(0).distance()).isZero();
        assertThat(found.get(0).readyBy()).isEqualTo(at("2026-12-29T13:30"));
        assertThat(found.get(1).distance()).isBetween(5_900L, 6_050L);
        assertThat(found.get(1).readyBy()).isEqualTo(at("2026-12-29T12:00"));
        assertThat(found.get(1).slots().get(0))
                .isEqualTo(new PickupSlot(at("2026-12-29T12:00"), at("2026-12-29T14:00"), 1));
    }

    private String aStore(GeoPoint position) {
        String id = "store-" + UUID.randomUUID();
        locations.put(new Location(
                id, null, id, Location.Kind.STORE, TOKYO, "Mo-Su 10:00-20:00; Dec 31 off", true, position, List.of()));
        return id;
    }

    private void atMost(int ordersPerSlot) {
        terms.put(ginza, new PickupTerms(Duration.ofHours(2), Duration.ofHours(1), ordersPerSlot, null, 3), null);
    }

    private Pickup order() {
        return order(null);
    }

    private Pickup order(@Nullable Instant wantedFrom) {
        return desk.place(new NewPickup(
                        "order-" + UUID.randomUUID(),
                        "web",
                        ginza,
                        null,
                        Contact.NONE,
                        List.of(new NewPickup.Line("1", shirt, BigDecimal.ONE, null)),
                        wantedFrom,
                        Payment.PAID_ONLINE,
                        null))
                .pickup();
    }

    private void pick(Pickup order) {
        desk.accept(order.id(), StepNote.NONE);
        desk.startPicking(order.id(), StepNote.NONE);
    }

    private Stream<PickupDelayed> delaysOf(Pickup order) {
        return events.stream(PickupDelayed.class).filter(fact -> fact.pickup().equals(order.id()));
    }

    private Pickup seen(Pickup order) {
        return desk.find(order.id()).orElseThrow();
    }

    private static Instant at(String time) {
        return LocalDateTime.parse(time).atZone(TOKYO).toInstant();
    }
}
