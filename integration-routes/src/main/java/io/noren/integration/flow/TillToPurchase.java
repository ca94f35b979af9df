package io.noren.integration.flow;

import io.noren.integration.broker.Origins;
import io.noren.integration.broker.Received;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.Money;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.PurchaseReturn;
import io.noren.loyalty.Purchases;
import io.noren.pos.ReturnRecorded;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The till's receipts in the member's words; those without a card are nobody's purchase. */
@Component
public class TillToPurchase {
    private final Purchases purchases;
    private final Origins origins;

    TillToPurchase(Purchases purchases, Origins origins) {
        this.purchases = purchases;
        this.origins = origins;
    }

    @Transactional
    public void sold(List<Received<SaleRecorded>> sales) {
        each(sales, SaleRecorded::memberCard, (sale, card) -> purchases.record(purchase(sale, card)));
    }

    @Transactional
    public void returned(List<Received<ReturnRecorded>> returns) {
        each(returns, ReturnRecorded::memberCard, (goods, card) -> purchases.recordReturn(purchaseReturn(goods, card)));
    }

    /** By card, so that two batches about the same members meet them in the same order and wait instead of colliding. */
    private <T> void each(List<Received<T>> facts, Function<T, @Nullable String> cardOf, BiConsumer<T, String> record) {
        record Carded<T>(Received<T> received, String card) {}
        facts.stream()
                .flatMap(received ->
                        Stream.ofNullable(cardOf.apply(received.fact())).map(card -> new Carded<>(received, card)))
                .sorted(Comparator.comparing(Carded::card))
                .forEach(it -> origins.during(
                        it.received().origin(),
                        () -> record.accept(it.received().fact(), it.card())));
    }

    private static Purchase purchase(SaleRecorded sale, String card) {
        return new Purchase(
                sale.transaction().source(),
                sale.transaction().asText(),
                Channel.STORE,
                Claim.card(card),
                sale.transaction().location(),
                sale.occurredAt(),
                total(sale.lines(), sale.currency()),
                lines(sale.lines()));
    }

    private static PurchaseReturn purchaseReturn(ReturnRecorded goods, String card) {
        return new PurchaseReturn(
                goods.transaction().source(),
                goods.transaction().asText(),
                Channel.STORE,
                Claim.card(card),
                goods.returnOf() == null ? null : goods.returnOf().asText(),
                goods.transaction().location(),
                goods.occurredAt(),
                total(goods.lines(), goods.currency()),
                lines(goods.lines()));
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
