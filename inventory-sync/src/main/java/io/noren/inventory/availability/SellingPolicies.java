package io.noren.inventory.availability;

import io.noren.inventory.availability.AvailabilityRule.Buffer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every way in which less is promised than is there, each by its name, in the order in which they work. */
final class SellingPolicies {

    private static final int DECIMALS = 3;

    private SellingPolicies() {}

    /** One rule of selling. */
    record Policy(String name, Consumer<Offer> work) {}

    static final List<Policy> ALL = List.of(
            new Policy("not found on the shelf: nothing is left to promise", offer -> {
                if (offer.reportedNotFound) {
                    offer.notFound = offer.available();
                }
            }),
            new Policy("safety stock stays, as far as there is any", offer -> {
                offer.safetyStock = offer.terms.safetyStock().min(offer.available());
            }),
            new Policy("the channel's buffer stays", offer -> {
                offer.buffer = quantity(offer.terms.buffer(), offer);
            }),
            new Policy("a silent store keeps a larger buffer", offer -> {
                BigDecimal larger = quantity(offer.terms.staleBuffer(), offer);
                if (offer.isStale() && larger.compareTo(offer.buffer) > 0) {
                    offer.buffer = larger;
                    offer.degraded("LARGER_BUFFER");
                }
            }),
            new Policy("the rest may be promised, if the channel sells from here", offer -> {
                BigDecimal rest = offer.available().subtract(offer.buffer);
                offer.promisable = offer.eligible ? rest.max(BigDecimal.ZERO) : BigDecimal.ZERO;
            }),
            new Policy("a silent store's quantity is told in bands", offer -> {
                List<BigDecimal> bands = offer.terms.staleBands();
                if (offer.isStale() && !bands.isEmpty()) {
                    offer.promisable = band(bands, offer.promisable);
                    offer.degraded("BANDED");
                }
            }),
            new Policy("handed over and sent only where the rules allow it", offer -> {
                offer.pickup = offer.terms.pickup();
                offer.ship = offer.terms.ship();
            }),
            new Policy("a silent store hands nothing over", offer -> {
                if (offer.isStale() && offer.pickup && !offer.terms.stalePickup()) {
                    offer.pickup = false;
                    offer.degraded("PICKUP_OFF");
                }
            }),
            new Policy("what can neither be handed over nor sent cannot be promised", offer -> {
                if (!offer.pickup && !offer.ship) {
                    offer.promisable = BigDecimal.ZERO;
                }
            }));

    static void apply(Offer offer) {
        for (Policy policy : ALL) {
            policy.work().accept(offer);
        }
    }

    private static BigDecimal quantity(@Nullable Buffer buffer, Offer offer) {
        if (buffer == null) {
            return BigDecimal.ZERO;
        }
        BigDecimal share = buffer.share();
        if (share != null) {
            return offer.available().multiply(share).setScale(offer.inPieces ? 0 : DECIMALS, RoundingMode.CEILING);
        }
        BigDecimal fixed = buffer.quantity();
        return fixed == null ? BigDecimal.ZERO : fixed;
    }

    private static BigDecimal band(List<BigDecimal> bands, BigDecimal quantity) {
        BigDecimal highest = BigDecimal.ZERO;
        for (BigDecimal band : bands) {
            if (band.compareTo(quantity) <= 0) {
                highest = highest.max(band);
            }
        }
        return highest;
    }
}
