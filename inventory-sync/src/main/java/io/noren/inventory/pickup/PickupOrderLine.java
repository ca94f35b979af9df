package io.noren.inventory.pickup;

import static io.noren.inventory.pickup.PickupLineState.BACK_ON_SHELF;
import static io.noren.inventory.pickup.PickupLineState.COLLECTED;
import static io.noren.inventory.pickup.PickupLineState.NOT_NEEDED;
import static io.noren.inventory.pickup.PickupLineState.PICKED;
import static io.noren.inventory.pickup.PickupLineState.SHORT;
import static io.noren.inventory.pickup.PickupLineState.TO_PICK;
import static io.noren.inventory.pickup.PickupLineState.TO_RETURN;

import io.noren.inventory.Money;
import io.noren.inventory.PickupLine;
import io.noren.inventory.Quantities;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of a pickup order, and where its goods are. */
@Embeddable
class PickupOrderLine {

    private String sku;
    private BigDecimal quantity;

    @Column(name = "unit_price")
    private @Nullable BigDecimal unitPrice;

    @Enumerated(EnumType.STRING)
    private PickupLineState state;

    private BigDecimal missing;

    @Column(name = "short_reason")
    @Enumerated(EnumType.STRING)
    private @Nullable ShortReason shortReason;

    /** What whoever looked for it had in hand, to be offered instead of what is missing. */
    private @Nullable String instead;

    /** Of a line that came later; the others are kept by the order's. */
    private @Nullable UUID reservation;

    /** The line that it was taken instead of. */
    private @Nullable String replaces;

    /** How much of what is missing the customer was asked about. */
    private BigDecimal rescued = BigDecimal.ZERO;

    /** How much of it the customer has brought back. */
    private BigDecimal returned = BigDecimal.ZERO;

    /** For Hibernate, which fills every field. */
    @SuppressWarnings("NullAway.Init")
    protected PickupOrderLine() {}

    PickupOrderLine(NewPickup.Line given) {
        Money price = given.unitPrice();
        this.sku = given.sku();
        this.quantity = given.quantity();
        this.unitPrice = price == null ? null : price.amount();
        this.state = TO_PICK;
        this.missing = BigDecimal.ZERO;
    }

    /** Something else, kept by a reservation of its own, instead of what is missing of a line. */
    static PickupOrderLine insteadOf(
            String replaced, String sku, BigDecimal quantity, @Nullable BigDecimal unitPrice, UUID reservation) {
        PickupOrderLine line = new PickupOrderLine();
        line.sku = sku;
        line.quantity = quantity;
        line.unitPrice = unitPrice;
        line.state = TO_PICK;
        line.missing = BigDecimal.ZERO;
        line.reservation = reservation;
        line.replaces = replaced;
        return line;
    }

    void pick() {
        if (state == TO_PICK) {
            state = PICKED;
        }
    }

    /**
     * @param found how much of it there is; less than before
     * @param inHand another item that whoever looked for it has instead; null if none
     */
    void fallShort(BigDecimal found, ShortReason why, @Nullable String inHand) {
        state = SHORT;
        missing = quantity.subtract(found);
        shortReason = why;
        instead = inHand;
    }

    void collect() {
        if (hasGoods()) {
            state = COLLECTED;
        }
    }

    /** The order ended otherwise. */
    void end() {
        if (state == TO_PICK) {
            state = NOT_NEEDED;
        } else if (hasGoods()) {
            state = TO_RETURN;
        }
    }

    void returnToShelf() {
        if (state == TO_RETURN) {
            state = BACK_ON_SHELF;
        }
    }

    /** Set when more is brought back than the customer has. */
    Optional<PickupReturn.TooMuch> tooMuch(String line, BigDecimal brought) {
        BigDecimal left = state == COLLECTED ? goods().subtract(returned) : BigDecimal.ZERO;
        return brought.compareTo(left) <= 0
                ? Optional.empty()
                : Optional.of(new PickupReturn.TooMuch(line, Quantities.plain(brought), Quantities.plain(left)));
    }

    void takeBack(BigDecimal brought) {
        returned = returned.add(brought);
    }

    PickupLineState state() {
        return state;
    }

    /** What the customer gets of it, or would get. */
    BigDecimal goods() {
        return quantity.subtract(missing);
    }

    boolean hasGoods() {
        return goods().signum() > 0;
    }

    /** What is missing and the customer was not asked about. */
    BigDecimal notAskedAbout() {
        return missing.subtract(rescued);
    }

    /** The same; from now on they were. */
    BigDecimal askAboutMissing() {
        BigDecimal asked = notAskedAbout();
        rescued = missing;
        return asked;
    }

    @Nullable
    UUID reservation() {
        return reservation;
    }

    @Nullable
    BigDecimal unitPrice() {
        return unitPrice;
    }

    BigDecimal missing() {
        return missing;
    }

    Pickup.Line asSeen(String line) {
        return new Pickup.Line(
                line,
                sku,
                Quantities.plain(quantity),
                unitPrice == null ? null : Quantities.plain(unitPrice),
                state,
                missing.signum() == 0 ? null : Quantities.plain(missing),
                shortReason,
                instead,
                replaces,
                returned.signum() == 0 ? null : Quantities.plain(returned));
    }

    /** So much of it, as others are told. */
    PickupLine asFact(String line, BigDecimal of) {
        return new PickupLine(line, sku, Quantities.plain(of), unitPrice == null ? null : Quantities.plain(unitPrice));
    }
}
