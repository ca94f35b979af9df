package io.noren.pos;

import java.util.ArrayList;
import java.util.List;

/** Writes POSLogs for stories: {@code log().sale(7).line("4901234567894", 2)}. */
public final class PosLogText {
    private final List<StringBuilder> transactions = new ArrayList<>();
    private String store = "ginza";
    private String day = "2026-04-01";
    private String till = "1";
    private String indent = "\n  ";
    private int line;

    public static PosLogText log() {
        return new PosLogText();
    }

    public PosLogText store(String code) {
        store = code;
        return this;
    }

    public PosLogText day(String businessDay) {
        day = businessDay;
        return this;
    }

    public PosLogText till(String workstation) {
        till = workstation;
        return this;
    }

    /** The same content, otherwise laid out. */
    public PosLogText onOneLine() {
        indent = "";
        return this;
    }

    public PosLogText sale(long sequence) {
        return transaction(sequence, "RetailTransaction", "");
    }

    public PosLogText control(long sequence) {
        return transaction(sequence, "ControlTransaction", "");
    }

    /** Takes back a transaction of the same till and day. */
    public PosLogText postVoid(long sequence, long original) {
        return transaction(sequence, "PostVoidTransaction", "")
                .add("<TransactionLink><SequenceNumber>" + original + "</SequenceNumber></TransactionLink>|");
    }

    public PosLogText transaction(long sequence, String body, String attributes) {
        line = 0;
        transactions.add(new StringBuilder()
                .append("<Transaction")
                .append(attributes.isEmpty() ? "" : " " + attributes)
                .append(">|")
                .append("<RetailStoreID>")
                .append(store)
                .append("</RetailStoreID>|")
                .append("<WorkstationID>")
                .append(till)
                .append("</WorkstationID>|")
                .append("<SequenceNumber>")
                .append(sequence)
                .append("</SequenceNumber>|")
                .append("<BusinessDayDate>")
                .append(day)
                .append("</BusinessDayDate>|")
                .append("<EndDateTime>")
                .append(day)
                .append("T12:30:00</EndDateTime>|")
                .append("<CurrencyCode>JPY</CurrencyCode>|")
                .append("<")
                .append(body)
                .append(">|")
                .append("@</")
                .append(body)
                .append(">|</Transaction>"));
        return this;
    }

    /** A sale line of an item by the till's own id. */
    public PosLogText line(String item, String quantity) {
        return line("Sale", "", item, quantity, "");
    }

    public PosLogText line(String element, String attributes, String item, String quantity, String more) {
        return add("<LineItem" + (attributes.isEmpty() ? "" : " " + attributes) + "><SequenceNumber>" + ++line
                + "</SequenceNumber><" + element + " ItemType=\"Stock\"><ItemID>" + item + "</ItemID><Quantity>"
                + quantity + "</Quantity>" + more + "</" + element + "></LineItem>|");
    }

    public PosLogText add(String xml) {
        StringBuilder last = transactions.get(transactions.size() - 1);
        last.insert(last.indexOf("@"), xml);
        return this;
    }

    @Override
    public String toString() {
        StringBuilder document = new StringBuilder("<POSLog>|");
        transactions.forEach(transaction -> document.append(transaction).append('|'));
        return document.append("</POSLog>").toString().replace("@", "").replace("|", indent);
    }
}
