package io.noren.loyalty.offer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes offers off one basket, in an order that depends on the offers alone: the slot whose best placed offer has the
 * highest priority first, then by id. A slot is a group, or an offer by itself. Of a group applies what takes most off
 * at that moment, among equals the one that is listed first; each reckons with what those before it have left. Offers
 * of points come last, from what is paid in the end, and of a group only where none of its prices applied.
 */
final class BasketPricing {
    private final CheckedBasket basket;
    private final OfferBook book;
    private final Customer customer;
    private final Applicability applicability;
    private final PointsEarned points;
    private final List<List<PricedLine>> linesOfOffers;
    private final Map<String, String> codes = new LinkedHashMap<>();
    private final List<Given> given = new ArrayList<>();
    private final List<Quote.NotApplied> notApplied = new ArrayList<>();

    BasketPricing(
            CheckedBasket basket, OfferBook book, Customer customer, Applicability applicability, PointsEarned points) {
        this.basket = basket;
        this.book = book;
        this.customer = customer;
        this.applicability = applicability;
        this.points = points;
        this.linesOfOffers = book.linesOfOffers(basket.lines());
    }

    /** What an offer gives: coins off, or points. */
    record Given(ListedOffer offer, @Nullable String coupon, long discount, long points, Reason reason) {}

    /** What an offer of prices would take off, line by line. */
    private static final class Draft {
        private final ListedOffer offer;
        private final List<PricedLine> lines;
        private final long[] discounts;
        private final long total;

        private Draft(ListedOffer offer, PriceRule rule, List<PricedLine> lines) {
            this.offer = offer;
            this.lines = lines;
            this.discounts = rule.discounts(lines);
            this.total = PriceRule.sum(discounts);
        }

        private void take() {
            for (int i = 0; i < discounts.length; i++) {
                lines.get(i).take(offer, discounts[i]);
            }
        }
    }

    void run() {
        customer.coupons().forEach(this::show);
        Map<String, List<ListedOffer>> slots = new LinkedHashMap<>();
        for (ListedOffer offer : book.offers()) {
            if (!lines(offer).isEmpty() && isFor(offer)) {
                slots.computeIfAbsent(offer.slot(), any -> new ArrayList<>(1)).add(offer);
            }
        }
        // A map keeps the order in which its keys came: that of the best placed of each slot.
        List<List<ListedOffer>> unpriced = new ArrayList<>();
        slots.values().forEach(slot -> {
            if (!isPriced(slot)) {
                unpriced.add(slot);
            }
        });
        unpriced.forEach(this::givePoints);
        codes.forEach((offer, code) -> {
            if (given.stream().noneMatch(each -> code.equals(each.coupon()))) {
                notApplied.add(new Quote.NotApplied(offer, code, unusedBecause(offer)));
            }
        });
    }

    List<Given> given() {
        return given;
    }

    List<Quote.NotApplied> notApplied() {
        return notApplied;
    }

    private void show(ShownCoupon coupon) {
        String offer = coupon.offer();
        if (offer == null || coupon.problem() != null) {
            notApplied.add(new Quote.NotApplied(
                    offer, coupon.code(), Objects.requireNonNullElse(coupon.problem(), Reasons.UNKNOWN_COUPON)));
        } else if (codes.putIfAbsent(offer, coupon.code()) != null) {
            notApplied.add(new Quote.NotApplied(offer, coupon.code(), Reasons.COUPON_NOT_NEEDED));
        }
    }

    private Reason unusedBecause(String id) {
        ListedOffer offer = book.byId().get(id);
        return offer == null || lines(offer).isEmpty() || !applicability.isFor(offer) || !isEnough(offer)
                ? Reasons.COUPON_OFFER_NOT_FOR_THIS
                : Reasons.COUPON_NOT_NEEDED;
    }

    private boolean isFor(ListedOffer offer) {
        if (!applicability.isFor(offer)
                || (offer.offer().needsCoupon() && !codes.containsKey(offer.id()))
                || !isEnough(offer)) {
            return false;
        }
        Integer most = offer.offer().perMember();
        if (most != null && customer.used().getOrDefault(offer.id(), 0L) >= most) {
            notApplied.add(new Quote.NotApplied(offer.id(), null, Reasons.USED_UP));
            return false;
        }
        return true;
    }

    private boolean isEnough(ListedOffer offer) {
        var minimum = offer.offer().conditions().minimum();
        return minimum == null
                || (minimum.currency().equals(basket.currency())
                        && lines(offer).stream().mapToLong(PricedLine::amount).sum() >= PriceRule.coins(minimum));
    }

    private List<PricedLine> lines(ListedOffer offer) {
        return linesOfOffers.get(offer.place());
    }

    /** Whether one of the slot's prices applies. */
    private boolean isPriced(List<ListedOffer> slot) {
        List<Draft> drafts = new ArrayList<>(slot.size());
        for (ListedOffer offer : slot) {
            PriceRule rule = offer.rule();
            if (rule != null) {
                drafts.add(draft(offer, rule));
            }
        }
        Draft best = best(drafts, draft -> draft.total);
        if (best == null) {
            return false;
        }
        best.take();
        give(best.offer, best.total, 0, best.offer.saying());
        sayOutdone(slot, best.offer);
        return true;
    }

    private Draft draft(ListedOffer offer, PriceRule rule) {
        List<PricedLine> open = new ArrayList<>(lines(offer).size());
        for (PricedLine line : lines(offer)) {
            if (line.isOpenFor(offer)) {
                open.add(line);
            }
        }
        return new Draft(offer, rule, open);
    }

    private void givePoints(List<ListedOffer> slot) {
        List<Given> offered = new ArrayList<>(slot.size());
        for (ListedOffer offer : slot) {
            var factor = offer.offer().benefit().factor();
            if (factor != null && customer.standing() != null) {
                long bonus = points.bonus(lines(offer), factor);
                offered.add(new Given(
                        offer, null, 0, bonus, Reasons.bonus(offer.offer().name(), factor, bonus)));
            }
        }
        Given best = best(offered, Given::points);
        if (best != null) {
            give(best.offer(), 0, best.points(), best.reason());
            sayOutdone(slot, best.offer());
        }
    }

    private void give(ListedOffer offer, long discount, long bonus, Reason reason) {
        given.add(
                new Given(offer, offer.offer().needsCoupon() ? codes.get(offer.id()) : null, discount, bonus, reason));
    }

    private void sayOutdone(List<ListedOffer> slot, ListedOffer best) {
        for (ListedOffer offer : slot) {
            if (offer != best) {
                notApplied.add(new Quote.NotApplied(offer.id(), null, Reasons.OUTDONE));
            }
        }
    }

    /** The first with the largest value above 0. */
    private static <T> @Nullable T best(List<T> all, ToLongFunction<T> value) {
        T best = null;
        for (T each : all) {
            if (value.applyAsLong(each) > (best == null ? 0 : value.applyAsLong(best))) {
                best = each;
            }
        }
        return best;
    }
}
