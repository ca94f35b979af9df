package io.noren.stories;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a till prints and reports: {@code sale(42).of(1, "SHIRT")}, as POSLog. */
final class Receipt {
    private final long sequence;
    private final List<String> lines = new ArrayList<>();
    private LocalDate day = LocalDate.of(2026, 4, 1);
    private @Nullable String card;
    private String more = "";

    private Receipt(long sequence) {
        this.sequence = sequence;
    }

    static Receipt sale(long sequence) {
        return new Receipt(sequence);
    }

    /** Takes goods out of the store. */
    Receipt of(String quantity, String item, String amount) {
        return line("Sale", item, quantity, amount);
    }

    Receipt of(int quantity, String item) {
        return of(Integer.toString(quantity), item, "100");
    }

    /** The till scanned the barcode. */
    Receipt scanned(int quantity, String gtin) {
        String barcode = "<POSIdentity POSIDType=\"EAN\"><POSItemID>" + gtin + "</POSItemID></POSIdentity>";
        return namedLine("Sale", barcode, Integer.toString(quantity), "100");
    }

    /** Brings goods back. */
    Receipt back(int quantity, String item, String amount) {
        return line("Return", item, Integer.toString(quantity), amount);
    }

    /** Brings goods back that were sold in an earlier transaction of the same till and day. */
    Receipt backFrom(long original, int quantity, String item, String amount) {
        lines.add("""
                <LineItem>
                  <SequenceNumber>%d</SequenceNumber>
                  <Return ItemType="Stock">
                    <ItemID>%s</ItemID>
                    <ExtendedAmount>%s</ExtendedAmount>
                    <Quantity>%d</Quantity>
                    <TransactionLink><WorkstationID>{till}</WorkstationID><BusinessDayDate>%s</BusinessDayDate><SequenceNumber>%d</SequenceNumber></TransactionLink>
                  </Return>
                </LineItem>
                """.formatted(lines.size() + 1, item, amount, quantity, day, original));
        return this;
    }

    Receipt withCard(String number) {
        card = number;
        return this;
    }

    Receipt on(LocalDate businessDay) {
        day = businessDay;
        return this;
    }

    /** Takes an earlier transaction of the same till and day back as a whole. */
    static Receipt postVoid(long sequence, long original) {
        return new Receipt(sequence).with("<PostVoid><SequenceNumber>" + original + "</SequenceNumber></PostVoid>");
    }

    /** Whatever else the till writes into the transaction. */
    Receipt with(String xml) {
        more += xml;
        return this;
    }

    private Receipt line(String kind, String item, String quantity, String amount) {
        return namedLine(kind, "<ItemID>" + item + "</ItemID>", quantity, amount);
    }

    private Receipt namedLine(String kind, String item, String quantity, String amount) {
        lines.add("""
                <LineItem>
                  <SequenceNumber>%d</SequenceNumber>
                  <%s ItemType="Stock">
                    %s
                    <ExtendedAmount>%s</ExtendedAmount>
                    <Quantity>%s</Quantity>
                  </%s>
                </LineItem>
                """.formatted(lines.size() + 1, kind, item, amount, quantity, kind));
        return this;
    }

    String transaction(String store, int till) {
        String loyalty = card == null
                ? ""
                : "<LoyaltyAccount><LoyaltyAccountID>" + card + "</LoyaltyAccountID></LoyaltyAccount>";
        return """
                <Transaction>
                  <RetailStoreID>%s</RetailStoreID>
                  <WorkstationID>%d</WorkstationID>
                  <SequenceNumber>%d</SequenceNumber>
                  <BusinessDayDate>%s</BusinessDayDate>
                  <EndDateTime>%sT12:30:00</EndDateTime>
                  <CurrencyCode>JPY</CurrencyCode>
                  <RetailTransaction>%s%s%s</RetailTransaction>
                </Transaction>
                """.formatted(
                        store,
                        till,
                        sequence,
                        day,
                        day,
                        String.join("", lines).replace("{till}", Integer.toString(till)),
                        loyalty,
                        more);
    }

    static String document(String... transactions) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<POSLog>\n" + String.join("", transactions) + "</POSLog>\n";
    }
}
