package io.noren.loyalty.offer;

import io.noren.loyalty.MemberStanding;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Quotes from offers that are stored nowhere. */
record QuotesByHand(QuoteReckoner reckoner) {
    static final Instant NOON = Instant.parse("2026-12-01T03:00:00Z");

    Quote quote(Basket basket, OfferDraft... offers) {
        return quote(basket, null, offers);
    }

    Quote quote(Basket basket, @Nullable MemberStanding standing, OfferDraft... offers) {
        return quote(
                basket, standing, Arrays.stream(offers).map(OfferDraft::listed).toList());
    }

    Quote quote(Basket basket, @Nullable MemberStanding standing, List<Offer.Versioned> offers) {
        return reckoner.quote(
                CheckedBasket.of(basket, NOON), new OfferBook(1, offers), new Customer(standing, Map.of(), List.of()));
    }

    /** {@code 500 0 30}: what was taken off each line. */
    static String discounts(Quote quote) {
        return quote.lines().stream()
                .map(line -> line.discount().amount().toPlainString())
                .collect(Collectors.joining(" "));
    }

    /** The ids of those that apply, in their order. */
    static String applied(Quote quote) {
        return quote.offers().stream().map(Quote.Applied::offer).collect(Collectors.joining(" "));
    }
}
