package io.noren.loyalty.web;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Money;
import io.noren.loyalty.offer.Acceptance;
import io.noren.loyalty.offer.Acceptances;
import io.noren.loyalty.offer.Basket;
import io.noren.loyalty.offer.BasketLine;
import io.noren.loyalty.offer.Quote;
import io.noren.loyalty.offer.Quotes;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a basket costs, the same on every channel, and making it count. A key for some stores names one of them. */
@RestController
@RequestMapping("/api/v1/quotes")
class QuoteController {
    private static final String OF_LOCATION = "#request.location() == null ? hasAuthority('location:*')"
            + " : hasAnyAuthority('location:*', 'location:' + #request.location())";

    private final Quotes quotes;
    private final Acceptances acceptances;

    QuoteController(Quotes quotes, Acceptances acceptances) {
        this.quotes = quotes;
        this.acceptances = acceptances;
    }

    /** One line of a basket. */
    record Line(
            @NotNull Integer line,
            @NotBlank String item,
            @Nullable List<@NotBlank String> categories,
            @NotNull BigDecimal quantity,
            @NotNull Money unitPrice) {
        BasketLine toLine() {
            return new BasketLine(line, item, categories == null ? List.of() : categories, quantity, unitPrice);
        }
    }

    /** A basket to tell the price of. */
    record QuoteRequest(
            @NotNull Channel channel,
            @Nullable String location,
            @Nullable UUID member,
            @Nullable Instant at,
            @NotNull List<@NotNull @Valid Line> lines,
            @Nullable List<@NotBlank String> coupons,
            @Nullable String source,
            @Nullable String sourceTransaction) {
        Basket toBasket() {
            return new Basket(
                    channel,
                    location,
                    member,
                    at,
                    lines.stream().map(Line::toLine).toList(),
                    coupons == null ? List.of() : coupons,
                    source,
                    sourceTransaction);
        }
    }

    /** The same basket with the fingerprint of the quote that the customer was shown. */
    record AcceptRequest(
            @NotNull Channel channel,
            @Nullable String location,
            @Nullable UUID member,
            @Nullable Instant at,
            @NotNull List<@NotNull @Valid Line> lines,
            @Nullable List<@NotBlank String> coupons,
            @NotBlank String source,
            @NotBlank String sourceTransaction,
            @NotBlank String fingerprint) {
        Basket toBasket() {
            return new QuoteRequest(channel, location, member, at, lines, coupons, source, sourceTransaction)
                    .toBasket();
        }
    }

    @PostMapping
    @PreAuthorize(OF_LOCATION)
    Quote quote(@Valid @RequestBody QuoteRequest request) {
        return quotes.quote(request.toBasket());
    }

    @PostMapping("/accept")
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(OF_LOCATION)
    Acceptance accept(@Valid @RequestBody AcceptRequest request) {
        return acceptances.accept(request.toBasket(), request.fingerprint());
    }
}
