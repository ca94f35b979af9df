package io.noren.simulator;

import io.noren.simulator.Transaction.Goods;
import io.noren.simulator.Transaction.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** ARTS POSLog 2.2. */
final class PosLogDialect implements Dialect {
    @Override
    public String source() {
        return "lanes";
    }

    @Override
    public String mediaType() {
        return "application/xml";
    }

    @Override
    public String extension() {
        return ".xml";
    }

    @Override
    public byte[] document(List<Telling> tellings, Day day) {
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <POSLog xmlns="http://www.nrf-arts.org/IXRetail/namespace/">
                """);
        tellings.forEach(telling -> xml.append(transaction(telling, day)));
        return xml.append("</POSLog>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String transaction(Telling telling, Day day) {
        Journal journal = telling.journal();
        Transaction told = telling.transaction();
        return """
                <Transaction%s>
                <RetailStoreID>%s</RetailStoreID><WorkstationID>%s</WorkstationID><SequenceNumber>%d</SequenceNumber>
                <BusinessDayDate>%s</BusinessDayDate><EndDateTime>%s</EndDateTime><CurrencyCode>JPY</CurrencyCode>
                %s
                </Transaction>
                """.formatted(
                        told.kind() == Kind.TRAINING ? " TrainingModeFlag=\"true\"" : "",
                        journal.till().store(),
                        journal.till().workstation(),
                        told.number(),
                        day.businessDay(),
                        day.timeOf(told, journal.clockAhead()),
                        body(journal, told, day));
    }

    private static String body(Journal journal, Transaction told, Day day) {
        return switch (told.kind()) {
            case CONTROL -> "<ControlTransaction><ReasonCode>SignOn</ReasonCode></ControlTransaction>";
            case POST_VOID ->
                "<PostVoidTransaction>%s</PostVoidTransaction>".formatted(link(journal, told.original(), day));
            case SUSPENDED -> retail(journal, told, day, " TransactionStatus=\"Suspended\"");
            case CANCELLED -> retail(journal, told, day, " TransactionStatus=\"Cancelled\"");
            case SALE, RETURN, EXCHANGE, TRAINING -> retail(journal, told, day, " Version=\"2.2\"");
        };
    }

    private static String link(Journal journal, Object number, Day day) {
        return """
                <TransactionLink><RetailStoreID>%s</RetailStoreID><WorkstationID>%s</WorkstationID>\
                <BusinessDayDate>%s</BusinessDayDate><SequenceNumber>%s</SequenceNumber></TransactionLink>""".formatted(journal.till().store(), journal.till().workstation(), day.businessDay(), number);
    }

    private static String retail(Journal journal, Transaction told, Day day, String attribute) {
        StringBuilder xml = new StringBuilder("<RetailTransaction" + attribute + ">\n");
        String link = told.original() == null ? "" : link(journal, told.original(), day);
        int line = 0;
        for (Goods goods : told.goods()) {
            line++;
            xml.append(line(line, goods, "", link));
            if (goods.voided()) {
                xml.append(line(++line, goods, " VoidFlag=\"true\"", "<ItemLink>" + (line - 1) + "</ItemLink>"));
            }
        }
        if (told.card() != null) {
            xml.append("<LoyaltyAccount><LoyaltyAccountID>" + told.card() + "</LoyaltyAccountID></LoyaltyAccount>\n");
        }
        return xml.append("</RetailTransaction>").toString();
    }

    private static String line(int number, Goods goods, String flag, String link) {
        String element = goods.back() ? "Return" : "Sale";
        return """
                <LineItem%s><SequenceNumber>%d</SequenceNumber><%s ItemType="Stock">
                <POSIdentity POSIDType="EAN"><POSItemID>%s</POSItemID></POSIdentity>
                <ExtendedAmount>%d</ExtendedAmount><Quantity>%d</Quantity>%s</%s></LineItem>
                """.formatted(
                        flag, number, element, goods.item().gtin(), goods.amount(), goods.quantity(), link, element);
    }
}
