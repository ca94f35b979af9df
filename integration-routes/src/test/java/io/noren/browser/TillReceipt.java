package io.noren.browser;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One sale in the demo's Ginza store, at a till that the demo itself does not use.
 *
 * @param sequence within the till's day
 * @param gtin what was scanned
 * @param yen for all pieces together
 * @param card the member's card, if one was read
 */
record TillReceipt(
        long sequence,
        String gtin,
        int pieces,
        int yen,
        @Nullable String card) {
    static final String STORE = "ginza";
    static final String TILL_SYSTEM = "noren-demo";

    private static final AtomicLong NEXT = new AtomicLong(1);

    static TillReceipt of(String gtin, int pieces, int yen, @Nullable String card) {
        return new TillReceipt(NEXT.getAndIncrement(), gtin, pieces, yen, card);
    }

    String posLog() {
        return posLog(STORE);
    }

    /** At till 9 of another store. */
    String posLog(String store) {
        Instant now = Instant.now();
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <POSLog xmlns="http://www.nrf-arts.org/IXRetail/namespace/">
                  <Transaction>
                    <RetailStoreID>%s</RetailStoreID>
                    <WorkstationID>9</WorkstationID>
                    <SequenceNumber>%d</SequenceNumber>
                    <BusinessDayDate>%s</BusinessDayDate>
                    <EndDateTime>%s</EndDateTime>
                    <CurrencyCode>JPY</CurrencyCode>
                    <RetailTransaction Version="2.2">
                      <LineItem EntryMethod="Scanned">
                        <SequenceNumber>1</SequenceNumber>
                        <Sale ItemType="Stock">
                          <POSIdentity POSIDType="EAN"><POSItemID>%s</POSItemID></POSIdentity>
                          <ExtendedAmount>%d</ExtendedAmount>
                          <Quantity UnitOfMeasureCode="EA">%d</Quantity>
                        </Sale>
                      </LineItem>
                      %s
                    </RetailTransaction>
                  </Transaction>
                </POSLog>
                """.formatted(
                        store,
                        sequence,
                        LocalDate.ofInstant(now, ZoneId.of("Asia/Tokyo")),
                        now,
                        gtin,
                        yen,
                        pieces,
                        card == null
                                ? ""
                                : "<LoyaltyAccount><LoyaltyAccountID>" + card + "</LoyaltyAccountID></LoyaltyAccount>");
    }
}
