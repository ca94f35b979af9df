package io.noren.integration.demo;

import java.io.ByteArrayOutputStream;
import java.time.format.DateTimeFormatter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes what a till reports as an ARTS POSLog 2.2 document. A line's void is a line of its own that links to it. */
final class PosLog {
    private static final String NAMESPACE = "http://www.nrf-arts.org/IXRetail/namespace/";

    private final XMLStreamWriter xml;

    private PosLog(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static byte[] write(TillTransaction transaction) {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(document, "UTF-8");
            new PosLog(xml).document(transaction);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A till document could not be written", e);
        }
        return document.toByteArray();
    }

    private void document(TillTransaction transaction) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.setDefaultNamespace(NAMESPACE);
        open("POSLog");
        xml.writeDefaultNamespace(NAMESPACE);
        open("Transaction");
        text("RetailStoreID", transaction.store());
        text("WorkstationID", transaction.workstation());
        text("SequenceNumber", transaction.sequenceNumber());
        text("BusinessDayDate", transaction.businessDay());
        text("BeginDateTime", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(transaction.begunAt()));
        text("EndDateTime", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(transaction.endedAt()));
        text("CurrencyCode", "JPY");
        open("RetailTransaction");
        xml.writeAttribute("Version", "2.2");
        for (TillTransaction.Line line : transaction.lines()) {
            line(line);
        }
        customer(transaction);
        open("Total");
        xml.writeAttribute("TotalType", "TransactionGrandAmount");
        xml.writeCharacters(transaction.total().toPlainString());
        close();
        close();
        close();
        close();
        xml.writeEndDocument();
    }

    private void line(TillTransaction.Line line) throws XMLStreamException {
        open("LineItem");
        xml.writeAttribute("EntryMethod", "Scanned");
        if (line.kind() == TillTransaction.Kind.VOIDED) {
            xml.writeAttribute("VoidFlag", "true");
        }
        text("SequenceNumber", line.number());
        open(line.kind() == TillTransaction.Kind.RETURNED ? "Return" : "Sale");
        xml.writeAttribute("ItemType", "Stock");
        open("POSIdentity");
        xml.writeAttribute("POSIDType", "EAN");
        text("POSItemID", line.gtin());
        close();
        text("Description", line.description());
        text("ActualSalesUnitPrice", line.unitPrice().toPlainString());
        text("ExtendedAmount", line.amount().toPlainString());
        open("Quantity");
        xml.writeAttribute("Units", line.quantity().toPlainString());
        xml.writeAttribute("UnitOfMeasureCode", line.unit());
        xml.writeCharacters(line.quantity().toPlainString());
        close();
        if (line.voids() != null) {
            text("ItemLink", line.voids());
        }
        close();
        close();
    }

    private void customer(TillTransaction transaction) throws XMLStreamException {
        if (transaction.card() == null) {
            return;
        }
        open("LoyaltyAccount");
        text("LoyaltyAccountID", transaction.card());
        close();
    }

    private void open(String element) throws XMLStreamException {
        xml.writeStartElement(NAMESPACE, element);
    }

    private void close() throws XMLStreamException {
        xml.writeEndElement();
    }

    private void text(String element, Object value) throws XMLStreamException {
        open(element);
        xml.writeCharacters(value.toString());
        close();
    }
}
