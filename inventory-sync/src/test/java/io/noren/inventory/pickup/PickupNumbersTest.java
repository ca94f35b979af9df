package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.PickupNumbers.Numbers;
import io.noren.inventory.pickup.PickupNumbers.ShortLines;
import io.noren.inventory.pickup.handover.HandoverProof;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Ginza's orders of some days, each with a life of its own; a promise is two hours, and goods are kept for three days. */
class PickupNumbersTest extends InventoryTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Duration PROMISED = Duration.ofHours(2);

    @Autowired
    private PickupNumbers numbers;

    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupHandovers handovers;

    private String ginza = "";
    private LocalDate today = LocalDate.EPOCH;

    @BeforeEach
    void ginza() {
        ginza = anyStore();
        today = LocalDate.ofInstant(clock.stop(), TOKYO);
    }

    @Test
    void aDayIsTheStoresOwnAndEveryOrderOfItCounts() {
        collected(at(today, "00:00"), Duration.ofMinutes(2), Duration.ofMinutes(30));
        collected(at(today, "23:59"), Duration.ofMinutes(4), PROMISED);
        Order late = placed(at(today, "10:00"), 4);
        accepted(late, Duration.ofMinutes(9));
        fallsShort(late, 1, ShortReason.SOME_MISSING);
        ready(late, PROMISED.plusMillis(1));
        expired(late);
        Order nothing = placed(at(today, "11:00"), 2);
        accepted(nothing, Duration.ofMinutes(21));
        fallsShort(nothing, 0, ShortReason.ALL_MISSING);
        desk.reject(nothing.id(), StepNote.NONE);
        desk.cancel(placed(at(today, "12:00"), 1).id(), StepNote.NONE);
        collected(at(today.plusDays(1), "00:00"), Duration.ofMinutes(1), Duration.ofMinutes(2));

        PickupNumbers.Board board = numbers.between(today, today.plusDays(1), ginza);

        assertThat(board.days()).extracting(Numbers::day).containsExactly(today, today.plusDays(1));
        Numbers day = board.days().get(0);
        assertThat(day.placed()).isEqualTo(5);
        assertThat(day.accepted()).isEqualTo(4);
        assertThat(day.acceptMedian()).as("between 4 and 9 minutes").isEqualTo(Duration.ofSeconds(390));
        assertThat(day.acceptNineOfTen())
                .as("0.7 of the way from 9 to 21 minutes")
                .isEqualTo(Duration.ofSeconds(1044));
        assertThat(day.due())
                .as("neither the rejected one nor the cancelled one")
                .isEqualTo(3);
        assertThat(day.onTime()).isEqualTo(2);
        assertThat(day.lines()).isEqualTo(4);
        assertThat(day.shortLines()).isEqualTo(new ShortLines(0, 1, 1));
        assertThat(day.ended()).isEqualTo(3);
        assertThat(day.uncollected()).isEqualTo(1);
        assertThat(day.phantom()).isEqualByComparingTo("5");
        assertThat(board.totals()).singleElement().satisfies(total -> {
            assertThat(total.day()).isNull();
            assertThat(total.placed()).isEqualTo(6);
            assertThat(total.acceptMedian()).as("of all five").isEqualTo(Duration.ofMinutes(4));
        });
    }

    @Test
    void whatShouldBeReadyIsLateBeforeItIs() {
        Order waits = placed(at(today, "10:00"), 1);
        accepted(waits, Duration.ofMinutes(1));
        clock.stopAt(waits.placed().plus(PROMISED));
        assertThat(only().due()).as("there is time until then").isZero();
        clock.advance(Duration.ofMillis(1));

        assertThat(only().due()).isEqualTo(1);
        assertThat(only().onTime()).isZero();
        ready(waits, PROMISED.plusHours(1));
        assertThat(only().ended()).as("it waits").isZero();
        clock.stopAt(desk.find(waits.id()).orElseThrow().expiresAt());
        assertThat(only().uncollected()).as("before the sweeper comes by").isEqualTo(1);
    }

    @Test
    void whatIsDamagedIsNoPhantom() {
        Order order = placed(at(today, "10:00"), 3);
        accepted(order, Duration.ofMinutes(1));
        fallsShort(order, 1, ShortReason.NO_VARIANCE);

        assertThat(only().shortLines()).isEqualTo(new ShortLines(1, 0, 0));
        assertThat(only().phantom()).isEqualByComparingTo("0");
    }

    /** The same from the orders as the desk tells them, added up here. */
    @Test
    void manyOrdersAddUpAsTheyDoWhenEachIsLookedAt() {
        Random random = new Random(20261203);
        for (int n = 0; n < 120; n++) {
            life(at(today.plusDays(random.nextInt(4)), "00:00").plusSeconds(random.nextInt(86_400)), random);
        }
        clock.stopAt(at(today.plusDays(4), "12:00"));

        PickupNumbers.Board board = numbers.between(today, today.plusDays(3), ginza);

        List<Pickup> orders = desk.list(ginza, List.of(), null, PickupDesk.MOST_LISTED);
        assertThat(orders).hasSize(120);
        assertThat(board.days())
                .usingRecursiveComparison()
                .withComparatorForType(Comparator.naturalOrder(), BigDecimal.class)
                .isEqualTo(orders.stream()
                        .collect(Collectors.groupingBy(order -> LocalDate.ofInstant(order.placedAt(), TOKYO)))
                        .entrySet()
                        .stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(day -> added(day.getKey(), day.getValue()))
                        .toList());
        assertThat(board.totals())
                .usingRecursiveComparison()
                .withComparatorForType(Comparator.naturalOrder(), BigDecimal.class)
                .isEqualTo(List.of(added(null, orders)));
        assertThat(board.totals().get(0).shortLines().noVariance()).isPositive();
        assertThat(board.totals().get(0).uncollected()).isPositive();
        assertThat(board.totals().get(0).due())
                .isGreaterThan(board.totals().get(0).onTime());
    }

    @Test
    void noOtherStoresOrdersAreAmongThem() {
        collected(at(today, "10:00"), Duration.ofMinutes(2), Duration.ofMinutes(30));

        assertThat(numbers.between(today, today, anyStore()).days()).isEmpty();
        assertThat(numbers.between(today, today, null).totals())
                .extracting(Numbers::location)
                .contains(ginza);
    }

    @Test
    void aPeriodIsNotEmptyAndNotTooLong() {
        for (LocalDate to : List.of(today.minusDays(1), today.plusDays(PickupNumbers.MOST_DAYS), LocalDate.MAX)) {
            assertThatThrownBy(() -> numbers.between(today, to, ginza))
                    .asInstanceOf(type(Refusal.class))
                    .extracting(Refusal::code)
                    .isEqualTo("BAD_PERIOD");
        }
        assertThat(numbers.between(today, today.plusDays(PickupNumbers.MOST_DAYS - 1L), ginza)
                        .days())
                .isEmpty();
    }

    private record Order(UUID id, Instant placed, String pin) {}

    private static Instant at(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).atZone(TOKYO).toInstant();
    }

    private Order placed(Instant at, int quantity) {
        clock.stopAt(at);
        // Of its own: of what was not found nothing more is promised.
        String tea = anyItem();
        stock(tea, ginza, quantity);
        PickupDesk.Placed placed = desk.place(new NewPickup(
                "order-" + UUID.randomUUID(),
                "web",
                ginza,
                null,
                Contact.NONE,
                List.of(new NewPickup.Line("1", tea, BigDecimal.valueOf(quantity), null)),
                null,
                Payment.PAID_ONLINE,
                null));
        return new Order(
                placed.pickup().id(), at, Objects.requireNonNull(placed.code()).pin());
    }

    private void accepted(Order order, Duration after) {
        clock.stopAt(order.placed().plus(after));
        desk.accept(order.id(), StepNote.NONE);
        desk.startPicking(order.id(), StepNote.NONE);
    }

    private void fallsShort(Order order, int found, ShortReason why) {
        desk.fallShort(order.id(), "1", BigDecimal.valueOf(found), why, StepNote.NONE);
    }

    private void ready(Order order, Duration after) {
        clock.stopAt(order.placed().plus(after));
        desk.markReady(order.id(), StepNote.NONE);
    }

    private void expired(Order order) {
        clock.stopAt(desk.find(order.id()).orElseThrow().expiresAt());
        desk.expire(order.id());
    }

    private void collected(Instant placedAt, Duration acceptAfter, Duration readyAfter) {
        Order order = placed(placedAt, 1);
        accepted(order, acceptAfter);
        ready(order, readyAfter);
        handovers.handOver(order.id(), HandoverProof.of(order.pin()), StepNote.NONE);
    }

    private void life(Instant placedAt, Random random) {
        Order order = placed(placedAt, 1 + random.nextInt(4));
        if (random.nextInt(8) == 0) {
            return;
        }
        accepted(order, Duration.ofMillis(random.nextInt(1_800_000)));
        int quantity =
                desk.find(order.id()).orElseThrow().lines().get(0).quantity().intValue();
        if (random.nextInt(4) == 0) {
            fallsShort(order, random.nextInt(quantity), ShortReason.values()[random.nextInt(3)]);
        }
        if (desk.find(order.id()).orElseThrow().goods().isEmpty()) {
            desk.reject(order.id(), StepNote.NONE);
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> desk.cancel(order.id(), StepNote.NONE);
            case 1 -> expired(order);
            case 2 -> {
                ready(order, Duration.ofMinutes(60 + random.nextInt(120)));
                expired(order);
            }
            default -> {
                ready(order, Duration.ofMinutes(60 + random.nextInt(120)));
                if (random.nextInt(5) > 0) {
                    handovers.handOver(order.id(), HandoverProof.of(order.pin()), StepNote.NONE);
                }
            }
        }
    }

    private Numbers only() {
        return numbers.between(today, today, ginza).days().get(0);
    }

    private Numbers added(@Nullable LocalDate day, List<Pickup> orders) {
        Instant now = clock.instant();
        List<Double> accepting = orders.stream()
                .flatMap(order -> Stream.ofNullable(order.acceptedAt())
                        .map(accepted ->
                                Duration.between(order.placedAt(), accepted).toNanos() / 1e9))
                .sorted()
                .toList();
        Set<PickupState> expired = EnumSet.of(PickupState.EXPIRED, PickupState.RETURNED_TO_SHELF);
        Predicate<Pickup> onTime =
                order -> order.readyAt() != null && !order.readyAt().isAfter(order.promisedBy());
        Predicate<Pickup> due = order -> order.readyAt() != null
                || expired.contains(order.state())
                || (order.state().isOpen() && order.promisedBy().isBefore(now));
        Predicate<Pickup> uncollected = order -> order.readyAt() != null && expired.contains(order.state());
        Predicate<Pickup> ended = uncollected.or(order -> order.state() == PickupState.COLLECTED);
        List<Pickup.Line> lines = orders.stream()
                .flatMap(order -> order.lines().stream())
                .filter(line -> line.state() != PickupLineState.TO_PICK && line.state() != PickupLineState.NOT_NEEDED)
                .toList();
        return new Numbers(
                ginza,
                day,
                orders.size(),
                accepting.size(),
                within(accepting, 0.5),
                within(accepting, 0.9),
                orders.stream().filter(due).count(),
                orders.stream().filter(onTime).count(),
                lines.size(),
                new ShortLines(
                        shortBy(lines, ShortReason.NO_VARIANCE),
                        shortBy(lines, ShortReason.SOME_MISSING),
                        shortBy(lines, ShortReason.ALL_MISSING)),
                orders.stream().filter(ended).count(),
                orders.stream().filter(uncollected).count(),
                lines.stream()
                        .filter(line -> line.shortReason() != null && line.shortReason() != ShortReason.NO_VARIANCE)
                        .map(line -> Objects.requireNonNull(line.missing()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static long shortBy(List<Pickup.Line> lines, ShortReason why) {
        return lines.stream().filter(line -> line.shortReason() == why).count();
    }

    /** Between the two that are nearest, in proportion. */
    private static Duration within(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        double seconds = sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
