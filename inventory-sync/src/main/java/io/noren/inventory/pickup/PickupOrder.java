package io.noren.inventory.pickup;

import io.noren.inventory.Money;
import io.noren.inventory.PickupLine;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderBy;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * Goods kept in one store for one customer. Its life is a row of named steps; each checks where it starts, and a wrong
 * one is refused by name. What a step means for stock is the {@link PickupDesk}'s part.
 */
@Entity
@Table(schema = "inventory", name = "pickup_order")
class PickupOrder implements Persistable<UUID> {

    /** How long goods wait at the counter. */
    static final Duration KEPT_FOR = Duration.ofDays(3);

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

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "accepted_at")
    private @Nullable Instant acceptedAt;

    @Column(name = "picking_at")
    private @Nullable Instant pickingAt;

    @Column(name = "ready_at")
    private @Nullable Instant readyAt;

    @Column(name = "collected_at")
    private @Nullable Instant collectedAt;

    @Column(name = "closed_at")
    private @Nullable Instant closedAt;

    @Version
    private int version;

    @ElementCollection(fetch = FetchType.LAZY)
    @CollectionTable(schema = "inventory", name = "pickup_line", joinColumns = @JoinColumn(name = "pickup_order"))
    @OrderBy("line")
    private List<Line> lines = new ArrayList<>();

    @Transient
    private boolean stored;

    /** For Hibernate, which fills every field. */
    @SuppressWarnings("NullAway.Init")
    protected PickupOrder() {}

    private PickupOrder(UUID id, NewPickup order, UUID digest, UUID reservation, Instant now, Instant readyBy) {
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
        this.state = PickupState.PLACED;
        this.placedAt = now;
        this.readyBy = readyBy;
        this.expiresAt = readyBy.plus(KEPT_FOR);
        order.lines().forEach(line -> lines.add(new Line(line)));
    }

    static PickupOrder place(UUID id, NewPickup order, UUID digest, UUID reservation, Instant now, Instant readyBy) {
        return new PickupOrder(id, order, digest, reservation, now, readyBy);
    }

    void accept(Instant now) {
        from("accept", PickupState.PLACED);
        state = PickupState.ACCEPTED;
        acceptedAt = now;
    }

    void startPicking(Instant now) {
        from("start-picking", PickupState.ACCEPTED);
        state = PickupState.PICKING;
        pickingAt = now;
    }

    void markReady(Instant now) {
        from("ready", PickupState.PICKING);
        state = PickupState.READY;
        readyAt = now;
        expiresAt = now.plus(KEPT_FOR);
    }

    void collect(Instant now) {
        checkCollectable(now);
        state = PickupState.COLLECTED;
        collectedAt = now;
        closedAt = now;
    }

    /** A till sold the goods: the customer has them, however far the store had come. */
    void collectAtTill(Instant now) {
        from("sale at a till", PickupState.PLACED, PickupState.ACCEPTED, PickupState.PICKING, PickupState.READY);
        state = PickupState.COLLECTED;
        collectedAt = now;
        closedAt = now;
    }

    /** Whether the goods may be handed over at all, before any code is looked at. */
    void checkCollectable(Instant now) {
        if (state == PickupState.COLLECTED) {
            throw new Refusal(
                    "ALREADY_COLLECTED",
                    "These goods were handed over at " + collectedAt + ".",
                    null,
                    Map.of("state", state));
        }
        if (state == PickupState.READY && hasEnded(now)) {
            throw wrongStep("handover", PickupState.EXPIRED);
        }
        from("handover", PickupState.READY);
    }

    void reject(@Nullable String why, Instant now) {
        from("reject", PickupState.PLACED, PickupState.ACCEPTED, PickupState.PICKING);
        end(PickupState.REJECTED, why, now);
    }

    void cancel(@Nullable String why, Instant now) {
        from("cancel", PickupState.PLACED, PickupState.ACCEPTED, PickupState.PICKING, PickupState.READY);
        end(PickupState.CANCELLED, why, now);
    }

    void expire(Instant now) {
        from("expire", PickupState.PLACED, PickupState.ACCEPTED, PickupState.PICKING, PickupState.READY);
        if (!hasEnded(now)) {
            throw wrongStep("expire", state);
        }
        end(PickupState.EXPIRED, null, now);
    }

    boolean hasEnded(Instant now) {
        return state.isOpen() && !expiresAt.isAfter(now);
    }

    private void end(PickupState how, @Nullable String why, Instant now) {
        state = how;
        reason = why;
        closedAt = now;
    }

    private void from(String step, PickupState... allowed) {
        for (PickupState one : allowed) {
            if (state == one) {
                return;
            }
        }
        throw wrongStep(step, state);
    }

    private static Refusal wrongStep(String step, PickupState state) {
        return new Refusal(
                "WRONG_STEP",
                "'" + step + "' is not possible: the pickup order is " + state + ".",
                null,
                Map.of("state", state));
    }

    boolean says(UUID otherDigest) {
        return digest.equals(otherDigest);
    }

    UUID reservation() {
        return reservation;
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
                payment,
                lines.stream().map(Line::asFact).toList(),
                currency,
                total(),
                reason,
                placedAt,
                readyBy,
                expiresAt,
                acceptedAt,
                readyAt,
                collectedAt);
    }

    private @Nullable BigDecimal total() {
        BigDecimal total = BigDecimal.ZERO;
        for (Line line : lines) {
            if (line.unitPrice == null) {
                return null;
            }
            total = total.add(line.unitPrice.multiply(line.quantity));
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

    @Embeddable
    static class Line {

        private String line;
        private String sku;
        private BigDecimal quantity;

        @Column(name = "unit_price")
        private @Nullable BigDecimal unitPrice;

        /** For Hibernate, which fills every field. */
        @SuppressWarnings("NullAway.Init")
        protected Line() {}

        private Line(NewPickup.Line given) {
            Money price = given.unitPrice();
            this.line = given.line();
            this.sku = given.sku();
            this.quantity = given.quantity();
            this.unitPrice = price == null ? null : price.amount();
        }

        private PickupLine asFact() {
            return new PickupLine(
                    line, sku, Quantities.plain(quantity), unitPrice == null ? null : Quantities.plain(unitPrice));
        }
    }
}
