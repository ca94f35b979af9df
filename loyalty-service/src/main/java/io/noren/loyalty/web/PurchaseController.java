package io.noren.loyalty.web;

import io.noren.loyalty.Buyer;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Money;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.PurchaseReturn;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.Refusal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a shop tells of its customers' purchases, with the points that go with it. What tills sell is told by tills. */
@RestController
@RequestMapping("/api/v1/purchases")
class PurchaseController {
    private final Purchases purchases;

    PurchaseController(Purchases purchases) {
        this.purchases = purchases;
    }

    /** By what the customer was recognised. */
    record Presented(@NotNull IdentifierType type, @NotBlank String value) {}

    record Line(
            @NotNull Integer line,
            @NotBlank String item,
            @NotNull BigDecimal quantity,
            @Nullable BigDecimal amount) {
        PurchaseLine toLine() {
            return new PurchaseLine(line, item, quantity, amount);
        }
    }

    /** An amount as it is written in its currency. */
    record Amount(@NotNull BigDecimal amount, @NotBlank String currency) {
        Money toMoney() {
            return new Money(amount, currency);
        }
    }

    /** Something was bought; by {@code member} or by what was presented, one of the two. */
    record PurchaseRequest(
            @NotBlank String source,
            @NotBlank String sourceTransaction,
            @NotNull Channel channel,
            @Nullable UUID member,
            @Valid @Nullable Presented by,
            @Nullable String location,
            @NotNull Instant occurredAt,
            @NotNull @Valid Amount total,
            @NotNull @Size(max = 1_000) List<@NotNull @Valid Line> lines) {
        Purchase toPurchase() {
            return new Purchase(
                    source,
                    sourceTransaction,
                    channel,
                    buyer(member, by),
                    location,
                    occurredAt,
                    total.toMoney(),
                    lines.stream().map(Line::toLine).toList());
        }
    }

    /** Something of it came back; {@code returnOf} is what the same source called the purchase. */
    record ReturnRequest(
            @NotBlank String source,
            @NotBlank String sourceTransaction,
            @NotNull Channel channel,
            @Nullable UUID member,
            @Valid @Nullable Presented by,
            @Nullable String returnOf,
            @Nullable String location,
            @NotNull Instant occurredAt,
            @NotNull @Valid Amount total,
            @NotNull @Size(max = 1_000) List<@NotNull @Valid Line> lines) {
        PurchaseReturn toReturn() {
            return new PurchaseReturn(
                    source,
                    sourceTransaction,
                    channel,
                    buyer(member, by),
                    returnOf,
                    location,
                    occurredAt,
                    total.toMoney(),
                    lines.stream().map(Line::toLine).toList());
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Purchases.Recorded record(@Valid @RequestBody PurchaseRequest request) {
        return purchases.record(request.toPurchase());
    }

    @PostMapping("/returns")
    @ResponseStatus(HttpStatus.CREATED)
    Purchases.Recorded takeBack(@Valid @RequestBody ReturnRequest request) {
        return purchases.recordReturn(request.toReturn());
    }

    private static Buyer buyer(@Nullable UUID member, @Nullable Presented by) {
        if (member != null && by == null) {
            return new Buyer.Known(member);
        }
        if (member == null && by != null) {
            return new Claim(by.type(), by.value());
        }
        throw Refusal.at("by", "BUYER_REQUIRED", "Say whose purchase it is: by member, or by what was presented.");
    }
}
