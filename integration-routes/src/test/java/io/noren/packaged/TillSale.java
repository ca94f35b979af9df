package io.noren.packaged;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One customer served at a till, and how the till tells it.
 *
 * @param store the location's id
 * @param sequence counts up per till
 * @param card the store card that was read, if any
 */
public record TillSale(
        String store,
        int till,
        int sequence,
        Instant at,
        @Nullable String card,
        List<Line> lines) {

    /** @param price of one, whole yen */
    public record Line(String sku, String gtin, int quantity, int price) {}

    public String source() {
        return "tills";
    }

    /** As the hub names it in what it tells of this sale. */
    public String key() {
        return source() + "/" + store + "/" + businessDay() + "/" + till + "/" + sequence;
    }

    public String businessDay() {
        return at.toString().substring(0, "2026-11-22".length());
    }

    public long total() {
        return lines.stream()
                .mapToLong(line -> (long) line.quantity() * line.price())
                .sum();
    }

    /** ARTS POSLog 2.2. */
    public String posLog() {
        StringBuilder xml = new StringBuilder();
        xml.append("""
                <?xml version="1.0" encoding="UTF-8"?>
                <POSLog xmlns="http://www.nrf-arts.org/IXRetail/namespace/"><Transaction>
                <RetailStoreID>%s</RetailStoreID><WorkstationID>%d</WorkstationID><SequenceNumber>%d</SequenceNumber>
                <BusinessDayDate>%s</BusinessDayDate><BeginDateTime>%s</BeginDateTime><EndDateTime>%s</EndDateTime>
                <CurrencyCode>JPY</CurrencyCode><RetailTransaction Version="2.2">
                """.formatted(store, till, sequence, businessDay(), at, at));
        int number = 0;
        for (Line line : lines) {
            xml.append("""
                    <LineItem EntryMethod="Scanned"><SequenceNumber>%d</SequenceNumber><Sale ItemType="Stock">
                    <POSIdentity POSIDType="EAN"><POSItemID>%s</POSItemID></POSIdentity>
                    <ActualSalesUnitPrice>%d</ActualSalesUnitPrice><ExtendedAmount>%d</ExtendedAmount>
                    <Quantity Units="%d" UnitOfMeasureCode="EA">%d</Quantity></Sale></LineItem>
                    """.formatted(
                            ++number,
                            line.gtin(),
                            line.price(),
                            line.quantity() * line.price(),
                            line.quantity(),
                            line.quantity()));
        }
        if (card != null) {
            xml.append("<LoyaltyAccount><LoyaltyAccountID>%s</LoyaltyAccountID></LoyaltyAccount>".formatted(card));
        }
        return xml.append("""
                <Total TotalType="TransactionGrandAmount">%d</Total></RetailTransaction></Transaction></POSLog>
                """.formatted(total())).toString();
    }
}
