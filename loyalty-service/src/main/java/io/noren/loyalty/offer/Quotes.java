package io.noren.loyalty.offer;

import io.noren.loyalty.MemberStanding;
import io.noren.loyalty.MemberStandings;
import io.noren.loyalty.Refusal;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Tells what a basket costs a customer and earns them. The same basket, member and time are answered alike on every
 * channel, but for offers that name one. Nothing is changed by asking.
 */
@Component
public class Quotes {
    private final OfferBooks books;
    private final Coupons coupons;
    private final OfferUses uses;
    private final MemberStandings standings;
    private final QuoteReckoner reckoner;
    private final Clock clock;

    Quotes(
            OfferBooks books,
            Coupons coupons,
            OfferUses uses,
            MemberStandings standings,
            QuoteReckoner reckoner,
            Clock clock) {
        this.books = books;
        this.coupons = coupons;
        this.uses = uses;
        this.standings = standings;
        this.reckoner = reckoner;
        this.clock = clock;
    }

    /**
     * @throws Refusal {@code UNKNOWN_MEMBER}, {@code EMPTY_BASKET}, {@code TOO_MANY_LINES}, {@code IMPLAUSIBLE_QUANTITY}
     *     and others that name the field
     */
    public Quote quote(Basket told) {
        CheckedBasket basket = CheckedBasket.of(told, clock.instant().truncatedTo(ChronoUnit.MICROS));
        OfferBook book = books.get();
        UUID account = told.member();
        MemberStanding standing = account == null ? null : standings.of(account);
        Map<String, Long> used = standing == null || !book.hasCaps() ? Map.of() : uses.of(standing.member());
        List<ShownCoupon> shown = basket.coupons().isEmpty() ? List.of() : coupons.shown(basket, standing);
        return reckoner.quote(basket, book, new Customer(standing, used, shown));
    }
}
