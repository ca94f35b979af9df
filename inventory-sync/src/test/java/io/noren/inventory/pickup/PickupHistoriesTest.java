package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.PickupCollected;
import io.noren.inventory.PickupFellShort;
import io.noren.inventory.PickupLine;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.inventory.reservation.Reservations;
import io.noren.inventory.shipment.Arrivals;
import io.noren.inventory.shipment.Receiving;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipments;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Many people do at the same time whatever comes to their mind with the orders of one store, sensible or not, while the
 * clock jumps and one transaction in ten dies at its end. Whatever they did, the books are right afterwards.
 * {@code -Dpickup.rounds=200} for a long run.
 */
class PickupHistoriesTest extends InventoryTest {
    private static final int ROUNDS = Integer.getInteger("pickup.rounds", 4);
    private static final int PEOPLE = 8;
    private static final int DEEDS = 120;
    private static final int STOCK = 40;

    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupHandovers handovers;

    @Autowired
    private PickupSweeper sweeper;

    @Autowired
    private PickupRescues rescues;

    @Autowired
    private PickupRescueWorker rescueWorker;

    @Autowired
    private PickupTakeovers takeovers;

    @Autowired
    private PickupTransfers transfers;

    @Autowired
    private Arrivals arrivals;

    @Autowired
    private Shipments shipments;

    @Autowired
    private PickupReturns returns;

    @Autowired
    private Substitutes substitutes;

    @Autowired
    private Reservations reservations;

    @Autowired
    private PickupsSoldAtTills tills;

    @Autowired
    private StockAudit audit;

    @Autowired
    private ConfigurableApplicationContext context;

    private final ApplicationListener<ApplicationEvent> death = this::dieNowAndThen;
    private final List<Ordered> orders = new CopyOnWriteArrayList<>();
    private final Map<UUID, AtomicInteger> handedOver = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<PickupCollected> collected = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<PickupFellShort> fellShort = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<UUID> sentHome = new ConcurrentLinkedQueue<>();
    private final Map<List<Object>, PickupReturn> cameBack = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger sentInstead = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();
    private volatile boolean dangerous;

    private record Ordered(Pickup pickup, String pin, String qr) {}

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void peopleMayDie() {
        context.addApplicationListener(death);
    }

    @AfterEach
    void peopleMayLive() {
        context.getBean(ApplicationEventMulticaster.class).removeApplicationListener(death);
    }

    @Test
    void whateverIsDoneNothingIsSoldOrHandedOverTwiceAndEveryReservationIsResolvedOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = Long.getLong("pickup.seed", ThreadLocalRandom.current().nextLong());
            try {
                play(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dpickup.seed=" + seed + " (what happens at once is left to chance)", e);
            }
        }
        assertThat(deaths).as("transactions that died").hasPositiveValue();
        assertThat(asked).as("customers who were asked").hasPositiveValue();
        assertThat(sent).as("orders that another location sent").hasPositiveValue();
        assertThat(sentInstead).as("customers who had it sent to their store").hasPositiveValue();
    }

    private void play(long seed) {
        orders.clear();
        sentHome.clear();
        cameBack.clear();
        handedOver.clear();
        collected.clear();
        fellShort.clear();
        String shirt = anyItem();
        String cap = anyItem();
        String polo = anyItem();
        substitutes.put(shirt, List.of(polo));
        String ginza = anyStore();
        String shibuya = anyStore();
        List<String> skus = List.of(shirt, cap, polo);
        String warehouse = anyStore();
        List<String> stores = List.of(ginza, shibuya, warehouse);
        stores.forEach(store -> skus.forEach(sku -> stock(sku, store, STOCK)));
        clock.stop();
        Random random = new Random(seed);
        for (int n = 0; n < 18; n++) {
            PickupDesk.Placed placed = desk.place(order(ginza, n % 3 == 0 ? warehouse : null, shirt, cap, random));
            HandoverCode code = placed.code();
            assertThat(code).isNotNull();
            orders.add(new Ordered(placed.pickup(), code.pin(), code.qr()));
            if (n % 3 == 1) {
                oneLineIsNotThere(placed.pickup().id());
            }
        }

        dangerous = true;
        List<Long> seeds = random.longs(PEOPLE).boxed().toList();
        Together.all(PEOPLE, who -> {
            Random choices = new Random(seeds.get(who));
            for (int n = 0; n < DEEDS; n++) {
                deed(choices, shibuya, polo);
            }
            return who;
        });
        dangerous = false;

        everybodyTidiesUp();
        nobodyGotAnythingTwice();
        noMoreCameBackThanWasCollected();
        stores.forEach(store -> skus.forEach(sku -> booksSayWhatHappened(sku, store)));
        everyStepLeadsWhereTheTableSays();
        everyReservationIsResolved();
    }

    private static NewPickup order(String ginza, @Nullable String from, String shirt, String cap, Random random) {
        return new NewPickup(
                "order-" + UUID.randomUUID(),
                "web",
                ginza,
                null,
                Contact.NONE,
                List.of(
                        new NewPickup.Line("1", shirt, BigDecimal.valueOf(1 + random.nextInt(3)), null),
                        new NewPickup.Line("2", cap, BigDecimal.valueOf(1 + random.nextInt(2)), null)),
                null,
                Payment.PAID_ONLINE,
                null,
                from == null ? null : new Sending(from, null));
    }

    /** So that there are customers to be asked, whatever becomes of the other orders. */
    private void oneLineIsNotThere(UUID id) {
        desk.accept(id, StepNote.NONE);
        desk.startPicking(id, StepNote.NONE);
        desk.fallShort(id, "2", BigDecimal.ZERO, ShortReason.NO_VARIANCE, StepNote.NONE);
        desk.pick(id, "1", StepNote.NONE);
    }

    private void deed(Random random, String shibuya, String polo) {
        Ordered order = orders.get(random.nextInt(orders.size()));
        UUID id = order.pickup().id();
        String line = random.nextInt(20) == 0 ? "3" : String.valueOf(1 + random.nextInt(2));
        try {
            switch (random.nextInt(25)) {
                case 0, 1 -> desk.accept(id, StepNote.NONE);
                case 2, 3 -> desk.startPicking(id, StepNote.NONE);
                case 4, 5 -> desk.pick(id, line, StepNote.NONE);
                case 6, 7 -> {
                    ShortReason why = ShortReason.values()[random.nextInt(3)];
                    String inHand = random.nextInt(3) == 0 ? polo : null;
                    desk.fallShort(id, line, BigDecimal.valueOf(random.nextInt(3)), why, inHand, StepNote.NONE);
                }
                case 8, 9 -> desk.markReady(id, StepNote.NONE);
                case 10 -> desk.arrive(id, StepNote.NONE);
                case 11, 12 -> {
                    handovers.handOver(id, HandoverProof.of(order.pin()), StepNote.NONE);
                    handedOver.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet();
                }
                case 13 -> {
                    if (random.nextInt(6) == 0) {
                        desk.cancel(id, StepNote.NONE);
                    } else if (random.nextInt(6) == 0) {
                        desk.reject(id, StepNote.NONE);
                    }
                }
                case 14 -> {
                    if (random.nextInt(4) == 0) {
                        clock.advance(Duration.ofHours(random.nextInt(14)));
                    }
                    sweeper.sweep();
                    rescueWorker.work();
                    desk.extend(id, clock.instant().plus(Duration.ofHours(random.nextInt(40))), StepNote.NONE);
                }
                case 15 -> {
                    handovers.handOver(id, new HandoverProof(order.qr(), Set.of(), clock.instant()), StepNote.NONE);
                    handedOver.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet();
                }
                case 16 -> {
                    if (random.nextInt(3) == 0) {
                        handovers.replaceCode(id, StepNote.NONE);
                    } else {
                        handovers.delegate(id, "Taro", StepNote.NONE);
                    }
                }
                case 17 -> {
                    if (random.nextInt(3) == 0) {
                        add(takeovers.reroute(id, shibuya, StepNote.NONE));
                    }
                }
                case 18 -> {
                    rescueWorker.work();
                    for (Rescue rescue : openQuestions()) {
                        int last = rescue.options().size();
                        choose(rescue, random.nextBoolean() ? last : random.nextInt(last + 2));
                    }
                }
                case 21 -> transfers.send(id, null, StepNote.NONE);
                case 22 -> transfers.receive(id, StepNote.NONE);
                case 23 -> somethingComes(id, random);
                case 19, 20 -> {
                    PickupReturn.Condition condition = PickupReturn.Condition.values()[random.nextInt(2)];
                    NewReturn.Line goods = new NewReturn.Line(line, BigDecimal.ONE, condition);
                    // Few keys: they collide, with the same content or with other.
                    PickupReturn taken = returns.take(
                            id, new NewReturn("R-" + random.nextInt(3), List.of(goods), null), StepNote.NONE);
                    cameBack.put(List.of(id, taken.key()), taken);
                }
                default -> {
                    if (random.nextInt(8) == 0) {
                        tills.sold(
                                order.pickup().location(),
                                order.pickup().order(),
                                "till/" + id,
                                false,
                                clock.instant());
                    } else {
                        desk.returnToShelf(id, StepNote.NONE);
                    }
                }
            }
        } catch (Refusal refused) {
            assertThat(refused.code())
                    .isIn(
                            "WRONG_STEP",
                            "ALREADY_COLLECTED",
                            "UNKNOWN_LINE",
                            "LINE_IS_SHORT",
                            "NOT_SHORT",
                            "NOTHING_PICKED",
                            "NOTHING_TO_RETURN",
                            "HANDOVER_LOCKED",
                            "WRONG_HANDOVER_CODE",
                            "NOT_AT_THE_COUNTER",
                            "SAME_STORE",
                            "NOTHING_TO_REROUTE",
                            "INSUFFICIENT_STOCK",
                            "RESCUE_DECIDED",
                            "RESCUE_OVER",
                            "UNKNOWN_OPTION",
                            "SAME_ITEM",
                            "INSTEAD_NOT_AVAILABLE",
                            "OPTION_GONE",
                            "RESERVATION_EXPIRED", // the clock jumped while somebody chose
                            "MORE_THAN_OUTSTANDING",
                            "RECEIPT_CONFLICT",
                            "RETURNED_TOO_MUCH",
                            "RETURN_CONFLICT",
                            "BAD_END");
        } catch (Death died) {
            deaths.incrementAndGet();
        }
    }

    /** In parts, damaged, back to where it came from, or never; also of orders that have ended meanwhile. */
    private void somethingComes(UUID id, Random random) {
        Optional<Shipment> under = shipmentOf(id);
        if (under.isEmpty()) {
            return;
        }
        Shipment shipment = under.get();
        if (random.nextInt(6) == 0) {
            arrivals.close(shipment.id(), Shipment.Kind.TRANSFER, "lost");
            return;
        }
        Shipment.Line line =
                shipment.lines().get(random.nextInt(shipment.lines().size()));
        BigDecimal one = BigDecimal.ONE;
        boolean damaged = random.nextInt(3) == 0;
        boolean back = random.nextInt(5) == 0;
        arrivals.receive(
                shipment.id(),
                Shipment.Kind.TRANSFER,
                new Receiving(
                        "came-" + random.nextInt(40),
                        back ? shipment.from() : null,
                        null,
                        List.of(new Receiving.Line(
                                line.line(),
                                damaged ? BigDecimal.ZERO : one,
                                damaged ? one : BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                null)),
                        List.of()));
    }

    private Optional<Shipment> shipmentOf(UUID id) {
        Pickup.Transfer transfer = desk.find(id).orElseThrow().transfer();
        return Optional.ofNullable(transfer == null ? null : transfer.shipment())
                .flatMap(shipment -> shipments.find(shipment, Shipment.Kind.TRANSFER));
    }

    private List<Rescue> openQuestions() {
        return orders.stream()
                .flatMap(each -> rescues.of(each.pickup().id()).stream())
                .filter(rescue -> rescue.isOpen(clock.instant()))
                .toList();
    }

    private void choose(Rescue rescue, int option) {
        PickupRescues.Decided decided = rescues.choose(rescue.id(), option);
        asked.incrementAndGet();
        PickupDesk.Placed placed = decided.takenOverBy();
        if (placed != null) {
            add(placed);
            if (placed.pickup().transfer() != null) {
                sentInstead.incrementAndGet();
            }
        }
        decided.rescue().options().stream()
                .filter(one -> one.number() == option && one.kind() == Rescue.Kind.HOME_DELIVERY)
                .forEach(one -> sentHome.add(one.reservation()));
    }

    private void add(PickupDesk.Placed placed) {
        HandoverCode code = placed.code();
        assertThat(code).isNotNull();
        orders.add(new Ordered(placed.pickup(), code.pin(), code.qr()));
    }

    /** Facts are told at the end of their transactions' work: who dies then leaves nothing behind, and has told nothing. */
    private void dieNowAndThen(ApplicationEvent event) {
        if (!(event instanceof PayloadApplicationEvent<?> told)
                || !told.getPayload().getClass().getSimpleName().startsWith("Pickup")) {
            return;
        }
        Object fact = told.getPayload();
        if (dangerous && ThreadLocalRandom.current().nextInt(10) == 0) {
            throw new Death();
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                if (fact instanceof PickupCollected one) {
                    collected.add(one);
                } else if (fact instanceof PickupFellShort one) {
                    fellShort.add(one);
                }
            }
        });
    }

    private void everybodyTidiesUp() {
        for (Ordered order : orders) {
            Pickup now = desk.find(order.pickup().id()).orElseThrow();
            if (now.state().isOpen()) {
                desk.cancel(now.id(), StepNote.NONE);
            }
            // What is still under way never comes.
            shipmentOf(now.id())
                    .ifPresent(shipment -> arrivals.close(shipment.id(), Shipment.Kind.TRANSFER, "the end"));
        }
        sweeper.sweep();
        clock.advance(Duration.ofHours(5));
        rescueWorker.work();
        sentHome.forEach(reservations::release);
        for (Ordered order : orders) {
            if (desk.find(order.pickup().id()).orElseThrow().toReturn()) {
                desk.returnToShelf(order.pickup().id(), StepNote.NONE);
            }
        }
    }

    private void nobodyGotAnythingTwice() {
        assertThat(handedOver.values()).allSatisfy(times -> assertThat(times).hasValue(1));
        assertThat(collected.stream().map(PickupCollected::pickup)).doesNotHaveDuplicates();
        for (Ordered order : orders) {
            UUID id = order.pickup().id();
            Pickup now = desk.find(id).orElseThrow();
            assertThat(now.state() == PickupState.COLLECTED)
                    .as("%s is %s", id, now.state())
                    .isEqualTo(collected.stream().anyMatch(fact -> fact.pickup().equals(id)));
            for (Pickup.Line line : now.lines()) {
                BigDecimal told = fellShort.stream()
                        .filter(fact -> fact.pickup().equals(id))
                        .flatMap(fact -> fact.lines().stream())
                        .filter(fact -> fact.line().equals(line.line()))
                        .map(PickupLine::quantity)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                BigDecimal missing = line.missing();
                assertThat(told)
                        .as("told to be missing of %s, line %s", id, line.line())
                        .isEqualByComparingTo(missing == null ? BigDecimal.ZERO : missing);
            }
        }
    }

    private void noMoreCameBackThanWasCollected() {
        cameBack.forEach((key, taken) ->
                assertThat(returns.of((UUID) key.get(0))).as("%s", key).contains(taken));
        for (Ordered order : orders) {
            Pickup now = desk.find(order.pickup().id()).orElseThrow();
            for (Pickup.Line line : now.lines()) {
                BigDecimal came = returns.of(now.id()).stream()
                        .flatMap(taken -> taken.lines().stream())
                        .filter(each -> each.line().equals(line.line()))
                        .map(PickupReturn.Line::quantity)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                BigDecimal missing = line.missing();
                assertThat(came)
                        .as("what came back of line %s of %s", line.line(), now.id())
                        .isLessThanOrEqualTo(
                                missing == null
                                        ? line.quantity()
                                        : line.quantity().subtract(missing))
                        .isEqualByComparingTo(line.returned() == null ? BigDecimal.ZERO : line.returned());
            }
        }
    }

    /** The desk takes what it hands over; what a till sold lowers stock by the sale itself, which nobody reports here. */
    private void booksSayWhatHappened(String sku, String ginza) {
        BigDecimal gone = orders.stream()
                .map(order -> desk.find(order.pickup().id()).orElseThrow())
                .filter(now -> now.location().equals(ginza))
                .filter(now -> now.state() == PickupState.COLLECTED && !soldAtTill(now.id()))
                .flatMap(now -> now.goods().stream())
                .filter(line -> line.sku().equals(sku))
                .map(PickupLine::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        // Of what a till sold, too, when it comes back over the desk.
        BigDecimal back = orders.stream()
                .map(order -> desk.find(order.pickup().id()).orElseThrow())
                .filter(now -> now.location().equals(ginza))
                .flatMap(now -> returns.of(now.id()).stream())
                .flatMap(taken -> taken.lines().stream())
                .filter(line -> line.sku().equals(sku) && line.condition() == PickupReturn.Condition.RESELLABLE)
                .map(PickupReturn.Line::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(level(sku, ginza).onHand())
                .isEqualByComparingTo(
                        BigDecimal.valueOf(STOCK).subtract(gone).add(back).add(travelled(sku, ginza)));
        assertThat(level(sku, ginza).incoming()).isEqualByComparingTo("0");
        assertThat(level(sku, ginza).committed()).isEqualByComparingTo("0");
        assertThat(level(sku, ginza).reserved()).isEqualByComparingTo("0");
        assertThat(audit.check().differences()).isEmpty();
    }

    /** What came there by transfers, less what left. */
    private BigDecimal travelled(String sku, String location) {
        return jdbc.sql("""
                        select coalesce(sum(case when s.location = :location then l.received + l.damaged + l.over
                            else l.returned - l.sent end), 0)
                        from inventory.shipment_line l join inventory.shipment s on s.id = l.shipment
                        where l.sku = :sku and :location in (s.location, s.source)
                        """)
                .param("sku", sku)
                .param("location", location)
                .query(BigDecimal.class)
                .single();
    }

    /** Before or after the desk handed it over: the desk's movement is not made, or is put back. */
    private boolean soldAtTill(UUID id) {
        return jdbc.sql("select exists (select from inventory.pickup_sold_at_till where pickup_order = ?)")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    private void everyStepLeadsWhereTheTableSays() {
        for (Ordered order : orders) {
            List<DoneStep> steps = desk.steps(order.pickup().id());
            assertThat(steps.get(0).step()).isEqualTo("place");
            for (int n = 1; n < steps.size(); n++) {
                DoneStep done = steps.get(n);
                PickupState from = done.from();
                assertThat(done.number()).isEqualTo(n + 1);
                assertThat(from)
                        .as("where %s begins", done)
                        .isEqualTo(steps.get(n - 1).to());
                assertThat(step(done.step()).leadsTo(from)).as("%s", done).contains(done.to());
            }
        }
    }

    private static PickupStep step(String path) {
        return List.of(PickupStep.values()).stream()
                .filter(step -> step.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private void everyReservationIsResolved() {
        String[] ids =
                orders.stream().map(order -> order.pickup().id().toString()).toArray(String[]::new);
        assertThat(jdbc.sql("""
                        select r.state from inventory.reservation r join inventory.pickup_order o on o.reservation = r.id
                        where o.id = any(?::uuid[])
                        """).param(ids).query(String.class).list())
                .hasSize(orders.size())
                .allSatisfy(state -> assertThat(state).isIn("FULFILLED", "RELEASED"));
        List<String> left = jdbc.sql("""
                        select r.state from inventory.reservation r
                        join inventory.pickup_order o on o.left_reservation = r.id where o.id = any(?::uuid[])
                        """).param(ids).query(String.class).list();
        assertThat(left).as("what kept goods until they were sent").allMatch("RELEASED"::equals);
        sent.addAndGet(left.size());
        whatWasTakenInsteadIsResolvedOnce(ids);
        assertThat(jdbc.sql("""
                        select p.reservation from inventory.pickup_rescue_option p
                        join inventory.pickup_rescue q on q.id = p.rescue
                        where q.pickup_order = any(?::uuid[])
                        """).param(ids).query(UUID.class).list())
                .allSatisfy(held -> assertThat(
                                reservations.find(held).orElseThrow().state().name())
                        .isIn("FULFILLED", "RELEASED", "EXPIRED"));
    }

    /** Of what a customer took, as much was given back or handed over as was kept, by the ledger itself. */
    private void whatWasTakenInsteadIsResolvedOnce(String[] ids) {
        assertThat(jdbc.sql("""
                        select m.document || ' ' || m.quantity_name || ' ' || sum(m.delta)
                        from inventory.pickup_rescue q
                        join inventory.pickup_rescue_option p on p.rescue = q.id and p.number = q.decision
                        join inventory.stock_movement m on m.document = 'reservation/' || p.reservation
                        where q.pickup_order = any(?::uuid[]) and m.quantity_name in ('RESERVED', 'COMMITTED')
                        group by m.document, m.quantity_name, m.sku, m.location having sum(m.delta) <> 0
                        """).param(ids).query(String.class).list()).isEmpty();
    }
}
