package io.noren.loyalty.offer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A line while offers are taken off it; amounts in the currency's smallest coin. Of one quote, and of one thread. */
final class PricedLine {
    /** What one offer took off. */
    record Taken(ListedOffer offer, long discount) {}

    private static final long THOUSANDTHS = 1_000;

    private final BasketLine told;
    private final BigDecimal quantity;
    private final long amount;
    private final long thousandths;
    private final List<Taken> taken = new ArrayList<>(2);
    private long net;
    private boolean closed;

    /** @param amount for all of it, before any offer */
    PricedLine(BasketLine told, BigDecimal quantity, long amount) {
        this.told = told;
        this.quantity = quantity;
        this.amount = amount;
        this.net = amount;
        this.thousandths = quantity.movePointRight(3).longValueExact();
    }

    BasketLine told() {
        return told;
    }

    BigDecimal quantity() {
        return quantity;
    }

    long thousandths() {
        return thousandths;
    }

    /** Whole pieces; 0 for what is weighed. */
    long pieces() {
        return thousandths % THOUSANDTHS == 0 ? thousandths / THOUSANDTHS : 0;
    }

    long amount() {
        return amount;
    }

    /** What is left to pay. */
    long net() {
        return net;
    }

    List<Taken> taken() {
        return taken;
    }

    /** Whether an offer may still make it cheaper. */
    boolean isOpenFor(ListedOffer offer) {
        return !closed && net > 0 && (!offer.offer().stacking().isAlone() || taken.isEmpty());
    }

    void take(ListedOffer offer, long discount) {
        if (discount < 0 || discount > net) {
            throw new IllegalStateException("An offer took more off a line than was left of it");
        }
        if (discount > 0) {
            net -= discount;
            taken.add(new Taken(offer, discount));
            closed = offer.offer().stacking().isAlone();
        }
    }
}
