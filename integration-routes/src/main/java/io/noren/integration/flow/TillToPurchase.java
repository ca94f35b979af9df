package io.noren.integration.flow;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.Money;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.PurchaseReturn;
import io.noren.pos.ReturnRecorded;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/** The till's receipt in the member's words. */
public class TillToPurchase {

    public Purchase sold(SaleRecorded sale) {
        return new Purchase(
                sale.transaction().source(),
                sale.transaction().asText(),
                Channel.STORE,
                Claim.card(Objects.requireNonNull(sale.memberCard())),
                sale.transaction().location(),
                sale.occurredAt(),
                total(sale.lines(), sale.currency()),
                lines(sale.lines()));
    }

    public PurchaseReturn returned(ReturnRecorded goods) {
        return new PurchaseReturn(
                goods.transaction().source(),
                goods.transaction().asText(),
                Channel.STORE,
                Claim.card(Objects.requireNonNull(goods.memberCard())),
                null, // tills do not yet tell which sale it was
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
