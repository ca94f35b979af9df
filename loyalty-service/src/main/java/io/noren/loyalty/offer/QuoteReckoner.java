package io.noren.loyalty.offer;

import io.noren.loyalty.MemberStanding;
import io.noren.loyalty.PointsPolicy;
import io.noren.loyalty.PointsRules;
import io.noren.loyalty.PointsTerms;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reckons what a basket costs, from what is in memory alone; the points as the ledger would book them. */
@Component
class QuoteReckoner {
    private final PointsRules rules;
    private final PointsTerms terms;
    private final OfferSettings settings;

    QuoteReckoner(PointsRules rules, PointsTerms terms, OfferSettings settings) {
        this.rules = rules;
        this.terms = terms;
        this.settings = settings;
    }

    Quote quote(CheckedBasket basket, OfferBook book, Customer customer) {
        PointsPolicy policy = rules.at(basket.at()).rules();
        PointsEarned earned =
                new PointsEarned(policy.amountPerPoint(basket.currency()), policy.rounding(), basket.minorDigits());
        MemberStanding standing = customer.standing();
        BasketPricing pricing =
                new BasketPricing(basket, book, customer, new Applicability(basket, standing, terms.zone()), earned);
        pricing.run();
        List<Quote.Line> lines =
                basket.lines().stream().map(line -> line(basket, line)).toList();
        List<Quote.Applied> offers =
                pricing.given().stream().map(given -> applied(basket, given)).toList();
        long amount = basket.amount();
        long total = basket.lines().stream().mapToLong(PricedLine::net).sum();
        Quote.Points points = points(basket, earned, standing, total, pricing.given());
        UUID member = standing == null ? null : standing.member();
        return new Quote(
                Fingerprint.of(basket, member, pricing.given(), points),
                basket.told().channel(),
                basket.location(),
                member,
                basket.at(),
                lines,
                offers,
                List.copyOf(pricing.notApplied()),
                basket.money(amount),
                basket.money(amount - total),
                basket.money(total),
                points);
    }

    private static Quote.Line line(CheckedBasket basket, PricedLine line) {
        return new Quote.Line(
                line.told().line(),
                line.told().item(),
                basket.money(line.amount()),
                basket.money(line.amount() - line.net()),
                basket.money(line.net()),
                line.taken().stream()
                        .map(taken -> new Quote.Part(
                                taken.offer().id(), taken.offer().version(), basket.money(taken.discount())))
                        .toList());
    }

    private static Quote.Applied applied(CheckedBasket basket, BasketPricing.Given given) {
        return new Quote.Applied(
                given.offer().id(),
                given.offer().version(),
                given.coupon(),
                basket.money(given.discount()),
                given.points(),
                given.reason());
    }

    private Quote.Points points(
            CheckedBasket basket,
            PointsEarned earned,
            @Nullable MemberStanding standing,
            long total,
            List<BasketPricing.Given> given) {
        if (standing == null) {
            return new Quote.Points(0, 0, 0, 0, List.of(Reasons.NO_MEMBER));
        }
        long base = earned.base(total);
        long bonus = given.stream().mapToLong(BasketPricing.Given::points).sum();
        List<Reason> reasons = new ArrayList<>();
        reasons.add(Reasons.base(basket.currency(), earned.perPoint(), base));
        given.stream()
                .filter(each -> each.points() > 0)
                .map(BasketPricing.Given::reason)
                .forEach(reasons::add);
        BigDecimal worth = settings.worthOfPoint(basket.currency());
        if (worth == null) {
            reasons.add(Reasons.POINTS_DO_NOT_PAY);
            return new Quote.Points(base + bonus, base, bonus, 0, reasons);
        }
        long most = BigDecimal.valueOf(total, basket.minorDigits())
                .divide(worth, 0, RoundingMode.FLOOR)
                .longValueExact();
        long usable = Math.min(most, standing.spendable());
        reasons.add(Reasons.usable(usable, standing.spendable()));
        return new Quote.Points(base + bonus, base, bonus, usable, reasons);
    }
}
