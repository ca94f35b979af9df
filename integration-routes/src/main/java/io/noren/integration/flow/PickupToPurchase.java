package io.noren.integration.flow;

import io.noren.integration.broker.Origin;
import io.noren.integration.broker.Origins;
import io.noren.integration.broker.Received;
import io.noren.inventory.PickupCollected;
import io.noren.inventory.PickupLine;
import io.noren.inventory.PickupReturned;
import io.noren.inventory.PickupSoldAtTill;
import io.noren.loyalty.Buyer;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Forgotten;
import io.noren.loyalty.Money;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.PurchaseReturn;
import io.noren.loyalty.Purchases;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Collected orders, and what was brought back of them, in the member's words. A guest's are nobody's purchase, those without prices cannot be one, and what a
 * till sold with a member's card is that till's; what a till took back is that till's, too.
 */
@Component
public class PickupToPurchase {
    private static final String SOURCE = "pickup/";
    private static final String APP = "app";
    /** Of a line's amount, which only explains the total. */
    private static final int MOST_DECIMALS = 4;

    private final Purchases purchases;
    private final Forgotten forgotten;
    private final Origins origins;

    PickupToPurchase(Purchases purchases, Forgotten forgotten, Origins origins) {
        this.purchases = purchases;
        this.forgotten = forgotten;
        this.origins = origins;
    }

    @Transactional
    public void happened(List<Received<?>> facts) {
        List<Purchase> collected = new ArrayList<>();
        List<PurchaseReturn> returned = new ArrayList<>();
        Map<String, Origin> causes = new HashMap<>();
        for (Received<?> received : facts) {
            if (received.fact() instanceof PickupCollected fact && fact.earnedBy() == null) {
                ordered(fact.member(), fact.currency(), fact.total())
                        .ifPresent(order -> collected.add(purchase(fact, order)));
                causes.put(fact.order(), received.origin());
            } else if (received.fact() instanceof PickupSoldAtTill fact) {
                ordered(fact.member(), fact.currency(), fact.total())
                        .ifPresent(order -> returned.add(purchaseReturn(fact, order)));
                causes.put(atTill(fact.order()), received.origin());
            } else if (received.fact() instanceof PickupReturned fact && fact.tillTransaction() == null) {
                ordered(fact.member(), fact.currency(), fact.total())
                        .ifPresent(order -> returned.add(purchaseReturn(fact, order)));
                causes.put(back(fact), received.origin());
            }
        }
        // The order of a customer who was forgotten meanwhile is collected like any other, and nobody has bought.
        Set<Buyer> nobody = forgotten.among(Stream.concat(
                        collected.stream().map(Purchase::by), returned.stream().map(PurchaseReturn::by))
                .toList());
        collected.removeIf(purchase -> nobody.contains(purchase.by()));
        returned.removeIf(goods -> nobody.contains(goods.by()));
        origins.during(causes, () -> {
            if (!collected.isEmpty()) {
                purchases.record(collected);
            }
            if (!returned.isEmpty()) {
                purchases.recordReturns(returned);
            }
        });
    }

    /** Whose order it is, and what it came to. */
    private record Ordered(Buyer by, Money total) {}

    private static Optional<Ordered> ordered(
            @Nullable UUID member, @Nullable String currency, @Nullable BigDecimal total) {
        return member == null || currency == null || total == null
                ? Optional.empty()
                : Optional.of(new Ordered(new Buyer.Known(member), paid(total, currency)));
    }

    /** Weighed goods come to fractions of the smallest coin, which nobody pays. */
    private static Money paid(BigDecimal total, String currency) {
        int decimals = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return new Money(total.setScale(Math.min(decimals, total.scale()), RoundingMode.HALF_UP), currency);
    }

    private static Purchase purchase(PickupCollected fact, Ordered order) {
        return new Purchase(
                SOURCE + fact.channel(),
                fact.order(),
                channel(fact.channel()),
                order.by(),
                fact.location(),
                fact.collectedAt(),
                order.total(),
                lines(fact.lines()));
    }

    /** The same goods once more: as a purchase of the order they are undone, as one of the till's they stay. */
    private static PurchaseReturn purchaseReturn(PickupSoldAtTill fact, Ordered order) {
        return new PurchaseReturn(
                SOURCE + fact.channel(),
                atTill(fact.order()),
                channel(fact.channel()),
                order.by(),
                fact.order(),
                fact.location(),
                fact.soldAt(),
                order.total(),
                lines(fact.lines()));
    }

    /** Points go back from whatever purchase they came with: the order's, or that of the till that sold its goods. */
    private static PurchaseReturn purchaseReturn(PickupReturned fact, Ordered order) {
        String earnedBy = fact.earnedBy();
        return new PurchaseReturn(
                earnedBy == null ? SOURCE + fact.channel() : sourceOf(earnedBy),
                back(fact),
                channel(fact.channel()),
                order.by(),
                earnedBy == null ? fact.order() : earnedBy,
                fact.location(),
                fact.returnedAt(),
                order.total(),
                returnedLines(fact.lines()));
    }

    /** A till transaction's key begins with its source. */
    private static String sourceOf(String transaction) {
        return transaction.substring(0, Math.max(0, transaction.indexOf('/')));
    }

    /** The shop's number and the return's key may be longer together than a purchase's may be. */
    private static String back(PickupReturned fact) {
        return "return/" + fact.id();
    }

    private static String atTill(String order) {
        return order + "/sold-at-till";
    }

    private static Channel channel(String name) {
        return name.equals(APP) ? Channel.APP : Channel.WEB;
    }

    private static BigDecimal amount(BigDecimal price, BigDecimal quantity) {
        BigDecimal exact = price.multiply(quantity);
        return exact.setScale(Math.min(exact.scale(), MOST_DECIMALS), RoundingMode.HALF_UP);
    }

    private static List<PurchaseLine> returnedLines(List<PickupReturned.Line> lines) {
        return lines(lines.stream()
                .map(line -> new PickupLine(line.line(), line.sku(), line.quantity(), line.unitPrice()))
                .toList());
    }

    private static List<PurchaseLine> lines(List<PickupLine> lines) {
        List<PurchaseLine> told = new ArrayList<>();
        for (PickupLine line : lines) {
            BigDecimal price = line.unitPrice();
            told.add(new PurchaseLine(
                    told.size() + 1,
                    line.sku(),
                    line.quantity(),
                    price == null ? null : amount(price, line.quantity())));
        }
        return told;
    }
}
