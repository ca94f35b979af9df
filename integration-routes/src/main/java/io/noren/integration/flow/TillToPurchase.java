package io.noren.integration.flow;

import io.noren.integration.broker.Origin;
import io.noren.integration.broker.Origins;
import io.noren.integration.broker.Received;
import io.noren.loyalty.Buyer;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.Forgotten;
import io.noren.loyalty.Money;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.PurchaseReturn;
import io.noren.loyalty.Purchases;
import io.noren.pos.ReturnRecorded;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The till's receipts in the member's words; those without a card are nobody's purchase. */
@Component
public class TillToPurchase {
    private static final Pattern MEMBER_ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Purchases purchases;
    private final Forgotten forgotten;
    private final Origins origins;

    TillToPurchase(Purchases purchases, Forgotten forgotten, Origins origins) {
        this.purchases = purchases;
        this.forgotten = forgotten;
        this.origins = origins;
    }

    public void sold(List<Received<SaleRecorded>> sales) {
        List<Received<SaleRecorded>> carded = sales.stream()
                .filter(received -> received.fact().memberCard() != null)
                .toList();
        record(
                somebodys(carded, SaleRecorded::memberCard),
                sale -> sale.transaction().asText(),
                TillToPurchase::purchase,
                purchases::record);
    }

    public void returned(List<Received<ReturnRecorded>> returns) {
        List<Received<ReturnRecorded>> carded = returns.stream()
                .filter(received -> received.fact().memberCard() != null)
                .toList();
        record(
                somebodys(carded, ReturnRecorded::memberCard),
                goods -> goods.transaction().asText(),
                TillToPurchase::purchaseReturn,
                purchases::recordReturns);
    }

    /** The card of a customer who was forgotten is none: the till has sold, and nobody has bought. */
    private <T> List<Received<T>> somebodys(List<Received<T>> facts, Function<T, @Nullable String> card) {
        Function<Received<T>, Buyer> buyer = received -> buyer(Objects.requireNonNull(card.apply(received.fact())));
        Set<Buyer> nobody = forgotten.among(facts.stream().map(buyer).toList());
        return facts.stream()
                .filter(received -> !nobody.contains(buyer.apply(received)))
                .toList();
    }

    private <T, P> void record(
            List<Received<T>> facts, Function<T, String> transaction, Function<T, P> told, Consumer<List<P>> record) {
        if (facts.isEmpty()) {
            return;
        }
        Map<String, Origin> causes = new HashMap<>();
        facts.forEach(received -> causes.put(transaction.apply(received.fact()), received.origin()));
        origins.during(
                causes,
                () -> record.accept(facts.stream().map(Received::fact).map(told).toList()));
    }

    private static Purchase purchase(SaleRecorded sale) {
        return new Purchase(
                sale.transaction().source(),
                sale.transaction().asText(),
                Channel.STORE,
                buyer(Objects.requireNonNull(sale.memberCard())),
                sale.transaction().location(),
                sale.occurredAt(),
                total(sale.lines(), sale.currency()),
                lines(sale.lines()));
    }

    private static PurchaseReturn purchaseReturn(ReturnRecorded goods) {
        return new PurchaseReturn(
                goods.transaction().source(),
                goods.transaction().asText(),
                Channel.STORE,
                buyer(Objects.requireNonNull(goods.memberCard())),
                goods.returnOf() == null ? null : goods.returnOf().asText(),
                goods.transaction().location(),
                goods.occurredAt(),
                total(goods.lines(), goods.currency()),
                lines(goods.lines()));
    }

    /** A till that has checked a member's code tells the member's id where a card's number would stand. */
    private static Buyer buyer(String card) {
        return MEMBER_ID.matcher(card).matches() ? new Buyer.Known(UUID.fromString(card)) : Claim.card(card);
    }

    private static Money total(List<SoldLine> lines, String currency) {
        BigDecimal total =
                lines.stream().map(SoldLine::amount).filter(Objects::nonNull).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Money(total, currency);
    }

    private static List<PurchaseLine> lines(List<SoldLine> lines) {
        return lines.stream()
                .map(line -> new PurchaseLine(line.line(), line.codes().get(0).value(), line.quantity(), line.amount()))
                .toList();
    }
}
