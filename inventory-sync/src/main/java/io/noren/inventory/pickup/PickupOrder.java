package io.noren.inventory.pickup;

import io.noren.inventory.Money;
import io.noren.inventory.PickupLine;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.promise.PickupPromise;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.annotations.SortNatural;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * Goods kept in one store for one customer. Its life is a row of named steps; each checks where it starts, and a wrong
 * one is refused by name. What a step means for stock is the {@link PickupDesk}'s part.
 */
@Entity
@Table(schema = "inventory", name = "pickup_order")
class PickupOrder implements Persistable<UUID> {

    /** How long goods wait at the counter at most from now, if somebody extends that. */
    static final Duration KEPT_FOR_AT_MOST = Duration.ofDays(14);

    /** Nobody is told that it takes longer before three quarters of the time are over. */
    private static final int SHARE_FOR_WARNING = 4;

    @Id
    private UUID id;

    private String channel;

    @Column(name = "order_number")
    private String order;

    private UUID digest;
    private String location;
    private UUID reservation;
    private @Nullable UUID member;

    @Column(name = "contact_name")
    private @Nullable String contactName;

    @Column(name = "contact_phone")
    private @Nullable String contactPhone;

    @Column(name = "contact_email")
    private @Nullable String contactEmail;

    @Column(name = "delegate_name")
    private @Nullable String delegateName;

    @Enumerated(EnumType.STRING)
    private Payment payment;

    private @Nullable String currency;

    @Enumerated(EnumType.STRING)
    private PickupState state;

    private @Nullable String reason;

    @Column(name = "placed_at")
    private Instant placedAt;

    @Column(name = "ready_by")
    private Instant readyBy;

    /** As first promised. */
    @Column(name = "promised_by")
    private Instant promisedBy;

    /** The place that it takes among those that the store prepares at that time. */
    @Column(name = "slot_starts_at")
    private @Nullable Instant slotStartsAt;

    /** How often the customer was told by itself that it takes longer. */
    private short delays;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "accepted_at")
    private @Nullable Instant acceptedAt;

    @Column(name = "picking_at")
    private @Nullable Instant pickingAt;

    @Column(name = "picked_at")
    private @Nullable Instant pickedAt;

    @Column(name = "ready_at")
    private @Nullable Instant readyAt;

    @Column(name = "arrived_at")
    private @Nullable Instant arrivedAt;

    @Column(name = "collected_at")
    private @Nullable Instant collectedAt;

    @Column(name = "closed_at")
    private @Nullable Instant closedAt;

    @Column(name = "returned_at")
    private @Nullable Instant returnedAt;

    @Column(name = "to_return")
    private boolean toReturn;

    /** The location that has its goods when it is placed; null: the store itself. */
    @Column(name = "sent_from")
    private @Nullable String sentFrom;

    /** What they are on, or were. */
    private @Nullable UUID shipment;

    /** What kept them where they came from. */
    @Column(name = "left_reservation")
    private @Nullable UUID leftReservation;

    @Column(name = "sent_at")
    private @Nullable Instant sentAt;

    @Column(name = "goods_arrived_at")
    private @Nullable Instant goodsArrivedAt;

    @Column(name = "paid_currency")
    private @Nullable String paidCurrency;

    private BigDecimal authorised = BigDecimal.ZERO;
    private BigDecimal captured = BigDecimal.ZERO;
    private BigDecimal refunded = BigDecimal.ZERO;

    /** The order that it took goods over from, of another store. */
    @Column(name = "rerouted_from")
    private @Nullable UUID reroutedFrom;

    @Version
    private int version;

    @ElementCollection(fetch = FetchType.LAZY)
    @CollectionTable(schema = "inventory", name = "pickup_line", joinColumns = @JoinColumn(name = "pickup_order"))
    @MapKeyColumn(name = "line")
    @SortNatural
    private SortedMap<String, PickupOrderLine> lines = new TreeMap<>();

    @Transient
    private boolean stored;

    /** For Hibernate, which fills every field. */
    @SuppressWarnings("NullAway.Init")
    protected PickupOrder() {}

    private PickupOrder(UUID id, NewPickup order, UUID digest, UUID reservation, Instant now, PickupPromise promise) {
        this.id = id;
        this.channel = order.channel();
        this.order = order.order();
        this.digest = digest;
        this.location = order.location();
        this.reservation = reservation;
        this.member = order.member();
        this.contactName = order.contact().name();
        this.contactPhone = order.contact().phone();
        this.contactEmail = order.contact().email();
        this.payment = order.payment();
        this.currency = order.lines().stream()
                .flatMap(line -> Stream.ofNullable(line.unitPrice()))
                .map(Money::currency)
                .findFirst()
                .orElse(null);
        Sending sending = order.sending();
        this.sentFrom = sending == null ? null : sending.from();
        this.state = sending == null ? PickupState.PLACED : PickupState.AWAITING_TRANSFER;
        this.placedAt = now;
        this.readyBy = promise.readyBy();
        this.promisedBy = promise.readyBy();
        this.slotStartsAt = promise.slotStartsAt();
        this.expiresAt = promise.keptUntil();
        order.lines().forEach(line -> lines.put(line.line(), new PickupOrderLine(line)));
    }

    static PickupOrder place(
            UUID id, NewPickup order, UUID digest, UUID reservation, Instant now, PickupPromise promise) {
        return new PickupOrder(id, order, digest, reservation, now, promise);
    }

    void accept(Instant now) {
        from(PickupStep.ACCEPT);
        state = PickupState.ACCEPTED;
        acceptedAt = now;
    }

    void startPicking(Instant now) {
        from(PickupStep.START_PICKING);
        state = PickupState.PICKING;
        pickingAt = now;
        // Of goods that were sent, everything may have fallen short on the way.
        pickedSoFar(now);
    }

    /** @return where the goods are that can be sent */
    String sendableFrom(Instant now) {
        stillKept(PickupStep.SEND, now);
        return Objects.requireNonNull(sentFrom, "what awaits a transfer comes from somewhere");
    }

    void send(UUID on, Instant now) {
        from(PickupStep.SEND);
        state = PickupState.IN_TRANSIT;
        shipment = on;
        leftReservation = reservation;
        sentAt = now;
    }

    /** What keeps the goods that have come; null while nothing has. */
    @Nullable
    UUID keptSoFar() {
        return reservation.equals(leftReservation) ? null : reservation;
    }

    void keepBy(UUID here) {
        reservation = here;
    }

    /**
     * All has come that is to come.
     *
     * @param quantities by line, in good order
     * @param keptUntil how long goods wait that are ready now
     */
    void arrived(Map<String, BigDecimal> quantities, Instant keptUntil, Instant now) {
        from(PickupStep.RECEIVE);
        state = PickupState.ARRIVED;
        goodsArrivedAt = now;
        lines.forEach((name, line) -> {
            BigDecimal came = quantities.getOrDefault(name, BigDecimal.ZERO);
            if (came.compareTo(line.goods()) < 0) {
                line.fallShort(came, ShortReason.NO_VARIANCE, null);
            }
        });
        if (keptUntil.isAfter(expiresAt)) {
            expiresAt = keptUntil;
        }
    }

    /** Whether the store cannot begin, because the goods have not come. */
    boolean awaitsGoods() {
        return state == PickupState.AWAITING_TRANSFER || state == PickupState.IN_TRANSIT;
    }

    @Nullable
    String sentFrom() {
        return sentFrom;
    }

    UUID leftReservation() {
        return Objects.requireNonNull(leftReservation, "it was sent");
    }

    String channel() {
        return channel;
    }

    void pick(String line, Instant now) {
        from(PickupStep.PICK);
        PickupOrderLine picked = line(line);
        if (picked.state() == PickupLineState.SHORT) {
            throw new Refusal(
                    "LINE_IS_SHORT",
                    "Somebody did not find all of this line, and what was missing is no longer kept for the customer.",
                    "line",
                    Map.of("line", line));
        }
        picked.pick();
        pickedSoFar(now);
    }

    /**
     * Not all of a line is there.
     *
     * @param found how much is: less than there was to be
     * @param instead another item that whoever looked for it has in hand; null if none
     */
    void fallShort(String line, BigDecimal found, ShortReason why, @Nullable String instead, Instant now) {
        from(PickupStep.SHORT);
        PickupOrderLine looked = line(line);
        BigDecimal less = looked.goods().subtract(found);
        if (found.signum() < 0 || less.signum() <= 0) {
            throw new Refusal(
                    "NOT_SHORT",
                    "Of this line there is to be "
                            + Quantities.plain(looked.goods()).toPlainString() + ": say how much less was found.",
                    "found",
                    Map.of("line", line));
        }
        looked.fallShort(found, why, instead);
        pickedSoFar(now);
    }

    private void pickedSoFar(Instant now) {
        Collection<PickupOrderLine> all = lines.values();
        if (all.stream().anyMatch(line -> line.state() == PickupLineState.TO_PICK)) {
            return;
        }
        if (state != PickupState.SUBSTITUTION_PROPOSED) {
            boolean whole = all.stream().allMatch(line -> line.state() == PickupLineState.PICKED);
            state = whole ? PickupState.PICKED : PickupState.PARTIALLY_PICKED;
        }
        pickedAt = now;
    }

    /** @param keptUntil how long they wait */
    void markReady(Instant keptUntil, Instant now) {
        from(PickupStep.READY_NOW);
        if (!hasGoods()) {
            throw new Refusal(
                    "NOTHING_PICKED", "Nothing of this order was found: reject it.", null, Map.of("state", state));
        }
        lines.values().forEach(PickupOrderLine::pick);
        state = PickupState.READY;
        if (pickedAt == null) {
            pickedAt = now;
        }
        readyAt = now;
        expiresAt = keptUntil;
    }

    void arrive(Instant now) {
        stillKept(PickupStep.ARRIVE, now);
        state = PickupState.CUSTOMER_ARRIVED;
        arrivedAt = now;
    }

    /** @param at when the customer got the goods */
    void collect(PickupStep how, Instant at, Instant now) {
        checkCollectable(how, now);
        collected(at, now);
    }

    void collectAtTill(Instant now) {
        from(PickupStep.SELL_AT_TILL);
        collected(now, now);
    }

    private void collected(Instant at, Instant now) {
        lines.values().forEach(PickupOrderLine::collect);
        state = PickupState.COLLECTED;
        toReturn = false;
        collectedAt = at;
        closedAt = now;
    }

    /** Whether the goods may be handed over at all, before any code is looked at. */
    void checkCollectable(PickupStep how, Instant now) {
        if (how == PickupStep.HAND_OVER) {
            stillKept(how, now);
            return;
        }
        from(how);
        if (!state.isOpen() && (!toReturn || readyAt == null)) {
            throw new Refusal(
                    "NOT_AT_THE_COUNTER",
                    "The books say that these goods are on the shelf: count them.",
                    null,
                    Map.of("state", state));
        }
    }

    /** @param name null: they come themselves */
    void delegate(@Nullable String name, Instant now) {
        stillKept(PickupStep.DELEGATE, now);
        delegateName = name;
    }

    void checkOpenFor(PickupStep step, Instant now) {
        stillKept(step, now);
    }

    @Nullable
    Instant collectedAt() {
        return collectedAt;
    }

    /**
     * The customer is told a later time.
     *
     * @throws Refusal {@code BAD_READY_BY} when it is not later than what they were told last, or is over
     */
    void delay(PickupPromise promise, Instant now) {
        from(PickupStep.DELAY);
        if (!promise.readyBy().isAfter(readyBy) || !promise.readyBy().isAfter(now)) {
            throw new Refusal(
                    "BAD_READY_BY",
                    "The customer was told " + readyBy + ": give a later time.",
                    "readyBy",
                    Map.of("readyBy", readyBy));
        }
        readyBy = promise.readyBy();
        slotStartsAt = promise.slotStartsAt();
        expiresAt = promise.keptUntil();
    }

    void countDelay() {
        delays++;
    }

    /** Whether it will not be ready when the customer was told, if nobody does anything, and they are to be told so. */
    boolean runsLate(Duration warning, int delaysAtMost, Instant now) {
        Duration whole = Duration.between(placedAt, readyBy).dividedBy(SHARE_FOR_WARNING);
        Duration before = warning.compareTo(whole) < 0 ? warning : whole;
        return PickupStep.DELAY.isPossibleIn(state)
                && delays < delaysAtMost
                && !readyBy.minus(before).isAfter(now)
                && !hasEnded(now);
    }

    /** @throws Refusal {@code BAD_END} when that is not later than now, or later than {@link #KEPT_FOR_AT_MOST} */
    void extend(Instant until, Instant now) {
        stillKept(PickupStep.EXTEND, now);
        if (!until.isAfter(now) || until.isAfter(now.plus(KEPT_FOR_AT_MOST))) {
            throw new Refusal(
                    "BAD_END", "Goods wait until a time within the next 14 days: give one.", "until", Map.of());
        }
        expiresAt = until;
    }

    void reject(@Nullable String why, Instant now) {
        from(PickupStep.REJECT);
        end(PickupState.REJECTED, why, now);
    }

    void cancel(@Nullable String why, Instant now) {
        stillKept(PickupStep.CANCEL, now);
        end(PickupState.CANCELLED, why, now);
    }

    void expire(Instant now) {
        from(PickupStep.EXPIRE);
        if (!hasEnded(now)) {
            throw wrongStep(PickupStep.EXPIRE, state);
        }
        end(PickupState.EXPIRED, null, now);
    }

    void returnToShelf(Instant now) {
        from(PickupStep.RETURN_TO_SHELF);
        if (!toReturn) {
            throw new Refusal(
                    "NOTHING_TO_RETURN",
                    "Nothing of this order waits to be put back on the shelf.",
                    null,
                    Map.of("state", state));
        }
        lines.values().forEach(PickupOrderLine::returnToShelf);
        toReturn = false;
        returnedAt = now;
        if (state == PickupState.EXPIRED) {
            state = PickupState.RETURNED_TO_SHELF;
        }
    }

    /** Whether the customer has the goods, and so can bring them back. */
    void checkCollected() {
        from(PickupStep.TAKE_BACK);
    }

    /**
     * The customer brings goods back.
     *
     * @param quantities how much of each line
     * @throws Refusal {@code RETURNED_TOO_MUCH} with what can still come back of the {@code lines}, {@code UNKNOWN_LINE}
     */
    void takeBack(Map<String, BigDecimal> quantities) {
        checkCollected();
        List<PickupReturn.TooMuch> tooMuch = quantities.entrySet().stream()
                .map(each -> line(each.getKey()).tooMuch(each.getKey(), each.getValue()))
                .flatMap(Optional::stream)
                .toList();
        if (!tooMuch.isEmpty()) {
            throw new Refusal(
                    "RETURNED_TOO_MUCH",
                    "No more comes back than was collected and has not come back before; nothing was recorded.",
                    "lines",
                    Map.of("lines", tooMuch));
        }
        quantities.forEach((name, quantity) -> line(name).takeBack(quantity));
    }

    /**
     * The shop told something of its payment.
     *
     * @throws Refusal {@code OTHER_CURRENCY}, {@code PAYS_IN_STORE}, {@code REFUNDED_TOO_MUCH}
     */
    void paid(PaymentFact.Kind kind, BigDecimal amount, String in) {
        String expected = currency == null ? paidCurrency : currency;
        if (expected != null && !expected.equals(in)) {
            throw Refusal.ofField("OTHER_CURRENCY", "currency", "This order is paid in " + expected + ".");
        }
        switch (kind) {
            case AUTHORISED -> {
                if (payment == Payment.PAY_IN_STORE) {
                    throw Refusal.ofField(
                            "PAYS_IN_STORE", "kind", "The customer pays in the store: nothing is authorised before.");
                }
                authorised = authorised.add(amount);
            }
            case CAPTURED -> captured = captured.add(amount);
            case REFUNDED -> {
                BigDecimal left = captured.subtract(refunded);
                if (amount.compareTo(left) > 0) {
                    throw new Refusal(
                            "REFUNDED_TOO_MUCH",
                            "No more is given back than was captured: tell of what was captured first.",
                            "amount",
                            Map.of("left", Quantities.plain(left)));
                }
                refunded = refunded.add(amount);
            }
        }
        paidCurrency = in;
    }

    private Pickup.@Nullable Paid paid() {
        return paidCurrency == null
                ? null
                : new Pickup.Paid(
                        Quantities.plain(authorised),
                        Quantities.plain(captured),
                        Quantities.plain(refunded),
                        paidCurrency);
    }

    boolean hasEnded(Instant now) {
        return state.isOpen() && !expiresAt.isAfter(now);
    }

    /** Whether anything is kept for the customer, or would be had the order not ended. */
    boolean hasGoods() {
        return lines.values().stream().anyMatch(PickupOrderLine::hasGoods);
    }

    /** Whether the order ended and somebody has yet to put its goods back. */
    boolean isToReturn() {
        return toReturn;
    }

    private void end(PickupState how, @Nullable String why, Instant now) {
        state = how;
        reason = why;
        closedAt = now;
        lines.values().forEach(PickupOrderLine::end);
        toReturn = lines.values().stream().anyMatch(line -> line.state() == PickupLineState.TO_RETURN);
    }

    private void from(PickupStep step) {
        if (!step.isPossibleIn(state)) {
            throw wrongStep(step, state);
        }
    }

    /** For what must not happen once the customer was told that the time is over. */
    private void stillKept(PickupStep step, Instant now) {
        if (hasEnded(now)) {
            throw wrongStep(step, PickupState.EXPIRED);
        }
        from(step);
    }

    static Refusal wrongStep(PickupStep step, PickupState state) {
        List<String> possible = Stream.of(PickupStep.values())
                .filter(other -> other.isPossibleIn(state))
                .map(PickupStep::path)
                .toList();
        return new Refusal(
                "WRONG_STEP",
                "'" + step.path() + "' is not possible: the pickup order is " + state + ".",
                null,
                Map.of("state", state, "possible", possible));
    }

    private PickupOrderLine line(String name) {
        PickupOrderLine line = lines.get(name);
        if (line == null) {
            throw new Refusal(
                    "UNKNOWN_LINE",
                    "The order has no such line.",
                    "line",
                    Map.of("lines", List.copyOf(lines.keySet())));
        }
        return line;
    }

    BigDecimal goodsOf(String line) {
        return line(line).goods();
    }

    /** So much of a line, as others are told. */
    PickupLine fact(String line, BigDecimal of) {
        return line(line).asFact(line, of);
    }

    BigDecimal missingOf(String line) {
        return line(line).missing();
    }

    /** What is missing of a line and the customer was not asked about. */
    PickupLine notAskedAbout(String line) {
        return fact(line, line(line).notAskedAbout());
    }

    boolean says(UUID otherDigest) {
        return digest.equals(otherDigest);
    }

    /** What keeps a line's goods. */
    UUID reservationOf(String line) {
        UUID own = line(line).reservation();
        return own == null ? reservation : own;
    }

    /** Those that keep goods for the customer, or did until the order ended. */
    Set<UUID> reservations() {
        return reservation.equals(leftReservation) ? Set.of() : keeping();
    }

    private Set<UUID> keeping() {
        return lines.values().stream()
                .filter(PickupOrderLine::hasGoods)
                .map(line -> Optional.ofNullable(line.reservation()).orElse(reservation))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is missing and the customer was not asked about; from now on they were. Empty if there is nothing. */
    List<PickupLine> askAboutMissing() {
        return lines.entrySet().stream()
                .flatMap(line -> {
                    BigDecimal asked = line.getValue().askAboutMissing();
                    return asked.signum() == 0
                            ? Stream.<PickupLine>empty()
                            : Stream.of(line.getValue().asFact(line.getKey(), asked));
                })
                .toList();
    }

    void proposeSubstitute() {
        from(PickupStep.PROPOSE_SUBSTITUTE);
        state = PickupState.SUBSTITUTION_PROPOSED;
    }

    /** @param instead what there is to look for now, by the names of the new lines */
    void takeSubstitutes(Map<String, PickupOrderLine> instead) {
        from(PickupStep.TAKE_SUBSTITUTE);
        lines.putAll(instead);
        state = PickupState.PICKING;
        pickedAt = null;
    }

    void leaveSubstitute() {
        from(PickupStep.LEAVE_SUBSTITUTE);
        state = PickupState.PARTIALLY_PICKED;
    }

    void reroute(@Nullable String why, Instant now) {
        stillKept(PickupStep.REROUTE, now);
        end(PickupState.REROUTED, why, now);
    }

    void tookOver(UUID rerouted) {
        reroutedFrom = rerouted;
    }

    Instant readyBy() {
        return readyBy;
    }

    /** The place it takes is free for another from here on. */
    Optional<Instant> leaveSlot() {
        Optional<Instant> left = Optional.ofNullable(slotStartsAt);
        slotStartsAt = null;
        return left;
    }

    String location() {
        return location;
    }

    /** The shop's. */
    String number() {
        return order;
    }

    PickupState state() {
        return state;
    }

    Pickup asSeenAt(Instant now) {
        return new Pickup(
                id,
                order,
                channel,
                location,
                hasEnded(now) ? PickupState.EXPIRED : state,
                member,
                new Contact(contactName, contactPhone, contactEmail),
                delegateName,
                payment,
                paid(),
                seen(),
                goods(),
                currency,
                total(),
                reason,
                placedAt,
                promisedBy,
                readyBy,
                expiresAt,
                acceptedAt,
                pickedAt,
                readyAt,
                arrivedAt,
                collectedAt,
                returnedAt,
                toReturn,
                reroutedFrom,
                sentFrom == null ? null : new Pickup.Transfer(sentFrom, shipment, sentAt, goodsArrivedAt));
    }

    private List<Pickup.Line> seen() {
        return lines.entrySet().stream()
                .map(line -> line.getValue().asSeen(line.getKey()))
                .toList();
    }

    private List<PickupLine> goods() {
        return lines.entrySet().stream()
                .filter(line -> line.getValue().hasGoods())
                .map(line ->
                        line.getValue().asFact(line.getKey(), line.getValue().goods()))
                .toList();
    }

    private @Nullable BigDecimal total() {
        BigDecimal total = BigDecimal.ZERO;
        for (PickupOrderLine line : lines.values()) {
            BigDecimal price = line.unitPrice();
            if (price == null) {
                return null;
            }
            total = total.add(price.multiply(line.goods()));
        }
        return Quantities.plain(total);
    }

    @Override
    public UUID getId() {
        return id;
    }

    /** The id is ours from the start, so its presence does not tell Hibernate whether there is a row. */
    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostPersist
    @PostLoad
    void markStored() {
        stored = true;
    }
}
