package io.noren.pos.poslog;

import static io.noren.pos.PosLogText.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.SoldLine;
import io.noren.pos.TillTransaction;
import io.noren.pos.ToldKey;
import io.noren.pos.UnreadableTransaction;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a transaction's kind, key, card and links mean; what each sample comes to is in {@link EverySampleTest}. */
class TransactionKindsTest {

    @ParameterizedTest(name = "{0} takes {1} of {2} back")
    @CsvSource({
        "post-void,                 6,  2026-04-01, 1",
        "post-void-by-type,         6,  2026-04-01, 1",
        "post-void-of-another-till, 31, 2026-03-31, 2",
    })
    void aPostVoidNamesWhatItTakesBackAndHasNoGoodsOfItsOwn(String sample, long number, LocalDate day, String till) {
        TillTransaction transaction = Readings.transaction(Readings.sample(sample));

        assertThat(transaction.kind()).isEqualTo(TillTransaction.Kind.POST_VOID);
        assertThat(transaction.original()).isEqualTo(new ToldKey("ginza", day, till, number));
        assertThat(transaction.sold()).isEmpty();
        assertThat(transaction.returned()).isEmpty();
        assertThat(transaction.occurredAt()).isNotNull();
    }

    @ParameterizedTest(name = "links to {0} and {1}: sold in {2}")
    @CsvSource({
        "31, 31, 31",
        "31, 32, ",
        "31, '', ",
        "'', '', ",
    })
    void aReturnTellsInWhichSaleItsGoodsWereSoldIfAllAreOfOne(String first, String second, @Nullable Long soldIn) {
        TillTransaction transaction = Readings.transaction(log().transaction(7, "RetailTransaction", "")
                .line("Return", "", "A", "1", link(first))
                .line("Return", "", "B", "1", link(second))
                .toString());

        assertThat(transaction.original())
                .isEqualTo(soldIn == null ? null : new ToldKey("ginza", LocalDate.parse("2026-03-30"), "2", soldIn));
        assertThat(transaction.returned()).hasSize(2);
    }

    private static String link(String number) {
        return number.isEmpty()
                ? ""
                : "<TransactionLink><WorkstationID>2</WorkstationID><SequenceNumber>" + number
                        + "</SequenceNumber><BusinessDayDate>2026-03-30</BusinessDayDate></TransactionLink>";
    }

    @Test
    void aPartialVoidTakesItsPartOfTheAmountToo() {
        String sample = Readings.sample("void-partial");
        SoldLine line = Readings.transaction(sample).sold().get(0);
        assertThat(line.amount()).as("300 less the void's own 300").isEqualByComparingTo(BigDecimal.ZERO);

        int voidsAmount = sample.lastIndexOf("<ExtendedAmount>300</ExtendedAmount>");
        String withoutAmount = sample.substring(0, voidsAmount)
                + sample.substring(voidsAmount + "<ExtendedAmount>300</ExtendedAmount>".length());
        assertThat(Readings.transaction(withoutAmount).sold().get(0).amount())
                .as("a third of 300 when the void names none")
                .isEqualByComparingTo("200");
    }

    @Test
    void elementsMayComeInAnyOrderAndWithoutNamespaces() {
        TillTransaction transaction = Readings.transaction("""
                <POSLog><Transaction>
                  <RetailTransaction><LineItem>
                    <Sale><Quantity>2</Quantity><ItemID>A</ItemID></Sale><SequenceNumber>4</SequenceNumber>
                  </LineItem></RetailTransaction>
                  <EndDateTime>2026-04-01T12:30:00.1234567+09:00</EndDateTime>
                  <SequenceNumber>7</SequenceNumber><WorkstationID>1</WorkstationID>
                  <BusinessDayDate>2026-04-01</BusinessDayDate>
                  <BusinessUnit><UnitID>ginza</UnitID></BusinessUnit>
                </Transaction></POSLog>""");

        assertThat(transaction.key().storeCode()).isEqualTo("ginza");
        assertThat(transaction.key().sequenceNumber()).isEqualTo(7);
        assertThat(transaction.sold().get(0).line()).isEqualTo(4);
        assertThat(transaction.currency()).isEqualTo("XXX");
    }

    @Test
    void linesThatTheTillNumberedTwiceAreNumberedByTheirOrder() {
        TillTransaction transaction =
                Readings.transaction(Readings.sample("sale").replaceAll("(<LineItem>\\s*<SequenceNumber>)\\d+", "$15"));

        assertThat(transaction.sold()).extracting(SoldLine::line).containsExactly(1, 2);
    }

    @ParameterizedTest(name = "without a usable {0} the transaction is parked as {3}")
    @CsvSource({
        "SequenceNumber,  7,                   -1,           UNREADABLE_KEY",
        "SequenceNumber,  7,                   seven,        UNREADABLE_KEY",
        "BusinessDayDate, 2026-04-01,          2026-02-30,   UNREADABLE_KEY",
        "RetailStoreID,   ginza,               '',           UNREADABLE_KEY",
        "WorkstationID,   1,                   a/b,          UNREADABLE_KEY",
        "EndDateTime,     2026-04-01T12:30:00, at noon,      UNREADABLE_TIME",
        "CurrencyCode,    JPY,                 yen,          UNREADABLE_CURRENCY",
        "ItemID,          A,                   '',           UNIDENTIFIED_ITEM",
        "ExtendedAmount,  300,                 much,         UNREADABLE_AMOUNT",
    })
    void aTransactionThatCannotBeNamedOrDatedIsParked(String element, String good, String bad, String code) {
        String sample = Readings.sample("sale");
        String broken = sample.replaceFirst("<" + element + ">" + good + "<", "<" + element + ">" + bad + "<");
        assertThat(broken).isNotEqualTo(sample);

        UnreadableTransaction unreadable = Readings.unreadable(broken);
        assertThat(unreadable.fault().code()).isEqualTo(code);
        assertThat(unreadable.fault().reason()).doesNotContain(bad.isEmpty() ? "\u0000" : bad);
    }

    @Test
    void theCardIsFoundWhereverDialectsPutItButNotInARewardOrAVoidedLine() {
        String sample = Readings.sample("sale");
        assertThat(card(sample, "<LineItem><v:Membership><v:LoyaltyID>0012</v:LoyaltyID></v:Membership></LineItem>"))
                .isEqualTo("0012");
        assertThat(
                        card(
                                sample,
                                "<LineItem><LoyaltyAccount><LoyaltyAccountID> 77 </LoyaltyAccountID></LoyaltyAccount></LineItem>"))
                .isEqualTo("77");
        assertThat(card(sample, "<LoyaltyAccount><ID>78</ID></LoyaltyAccount>")).isEqualTo("78");
        assertThat(
                        card(
                                sample,
                                "<Customer><CustomerID>1</CustomerID><LoyaltyAccount><LoyaltyProgram>"
                                        + "<LoyaltyAccountID>79</LoyaltyAccountID></LoyaltyProgram></LoyaltyAccount></Customer>"))
                .isEqualTo("79");
        assertThat(card(sample, "<LoyaltyReward><LoyaltyID>80</LoyaltyID></LoyaltyReward>"))
                .isNull();
        assertThat(card(sample, "<LineItem VoidFlag=\"true\"><LoyaltyAccount><ID>81</ID></LoyaltyAccount></LineItem>"))
                .isNull();
    }

    private static String card(String sample, String xml) {
        return Readings.transaction(sample.replace("</RetailTransaction>", xml + "</RetailTransaction>"))
                .memberCard();
    }
}
