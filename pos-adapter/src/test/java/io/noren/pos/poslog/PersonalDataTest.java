package io.noren.pos.poslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.ItemCode;
import io.noren.pos.SaleRecorded;
import io.noren.pos.Story;
import io.noren.pos.TillDocuments;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class PersonalDataTest extends Story {
    private static final List<String> SECRETS = List.of(
            "Yamada",
            "Hanako",
            "ハナコ",
            "Chuo-ku",
            "104-0061",
            "03-5555-0100",
            "hanako@example.com",
            "1984-05-06",
            "Suzuki",
            "c2lnbmF0dXJl",
            "00123456789",
            "4111111111111111",
            "4111 1111 1111 1111",
            "5500-0000-0000-0004",
            "Dear Hanako",
            "staff-77");

    private static final String DOCUMENT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <POSLog xmlns="http://www.nrf-arts.org/IXRetail/namespace/" xmlns:v="urn:vendor">
              <!-- for Yamada -->
              <Transaction>
                <RetailStoreID>ginza</RetailStoreID><WorkstationID>1</WorkstationID>
                <SequenceNumber>7</SequenceNumber><BusinessDayDate>2026-04-01</BusinessDayDate>
                <EndDateTime>2026-04-01T12:30:00</EndDateTime><CurrencyCode>JPY</CurrencyCode>
                <OperatorID OperatorName="Suzuki"
                   WorkerID="staff-77">12</OperatorID>
                <RetailTransaction>
                  <LineItem><SequenceNumber>1</SequenceNumber>
                    <Sale><POSIdentity POSIDType="SKU"><POSItemID>4111111111111111</POSItemID></POSIdentity>
                      <Quantity>1</Quantity><v:AgeCheck><v:BirthDate>1984-05-06</v:BirthDate></v:AgeCheck></Sale>
                  </LineItem>
                  <LineItem><SequenceNumber>2</SequenceNumber>
                    <Tender TenderType="CreditDebit" v:note="4111 1111 1111 1111"><CreditDebit>
                      <PrimaryAccountNumber>4111111111111111</PrimaryAccountNumber>
                      <v:FreeText>paid with 5500-0000-0000-0004 and 4111<!-- x -->111111111111, ref 1234567890123</v:FreeText>
                      <Signature><SignatureData>c2lnbmF0dXJl</SignatureData></Signature>
                    </CreditDebit><AccountNumber>00123456789</AccountNumber></Tender>
                  </LineItem>
                  <Customer><Name><GivenName>Hanako</GivenName><FamilyName>Yamada</FamilyName></Name>
                    <v:NameKana>ハナコ</v:NameKana>
                    <Address><AddressLine>Chuo-ku</AddressLine><PostalCode>104-0061</PostalCode></Address>
                    <TelephoneNumber>03-5555-0100</TelephoneNumber><EMailAddress>hanako@example.com</EMailAddress>
                    <LoyaltyAccount><LoyaltyAccountID>2900000000017</LoyaltyAccountID></LoyaltyAccount>
                  </Customer>
                  <ReceiptImage>Dear Hanako &#10; Yamada</ReceiptImage>
                </RetailTransaction>
              </Transaction>
              <Transaction><RetailStoreID>nowhere</RetailStoreID><WorkstationID>1</WorkstationID>
                <SequenceNumber>8</SequenceNumber><BusinessDayDate>2026-04-01</BusinessDayDate>
                <EndDateTime>2026-04-01T12:31:00</EndDateTime><RetailTransaction/></Transaction>
            </POSLog>
            """;

    @Autowired
    JdbcClient jdbc;

    @Test
    void nothingPersonalIsStoredAnnouncedOrParkedButTheCardThatPointsHangOn() throws Exception {
        TillDocuments.Receipt receipt = receive(DOCUMENT);

        String stored = stored(receipt);
        // A card that somebody read as if it were goods: the line stands, and what it sold a person finds out.
        assertThat(stored)
                .contains("<POSItemID>************1111</POSItemID>", "ref 1234567890123", ">12</OperatorID>")
                .doesNotContain(SECRETS);
        assertThat(stored).contains("************1111", "****-****-****-0004", "2900000000017");

        SaleRecorded sale = announced.sales(source).get(0);
        assertThat(sale.memberCard()).isEqualTo("2900000000017");
        assertThat(sale.lines().get(0).codes()).containsExactly(new ItemCode(ItemCode.Scheme.SKU, "************1111"));
        assertThat(announced.parked(source)).hasSize(1);
        assertThat(announced.parked(source).toString()).doesNotContain(SECRETS);
        assertThat(sale.toString()).doesNotContain(SECRETS);
    }

    @Test
    void whatIsKeptIsReadTheSameAndOnTheSameLines() {
        byte[] kept = Readings.kept(DOCUMENT);
        assertThat(Readings.ofKept(kept)).isEqualTo(Readings.ofKept(DOCUMENT.getBytes(StandardCharsets.UTF_8)));

        assertThat(tagsByLine(new String(kept, StandardCharsets.UTF_8))).isEqualTo(tagsByLine(DOCUMENT));
    }

    /** Each line's number and the elements that begin in it; a tag of several lines counts for its last. */
    private static List<String> tagsByLine(String document) {
        String[] lines = document.replaceAll("(<OperatorID [^>]*?)\n", "\n$1").split("\n", -1);
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            Matcher tag = Pattern.compile("<([A-Za-z:]+)").matcher(lines[i]);
            while (tag.find()) {
                tags.add(i + 1 + " " + tag.group(1));
            }
        }
        return tags;
    }

    private String stored(TillDocuments.Receipt receipt) throws Exception {
        byte[] content = jdbc.sql("select content from pos.document_part where document = ?")
                .param(receipt.document())
                .query((row, n) -> row.getBytes(1))
                .single();
        return new String(
                new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
