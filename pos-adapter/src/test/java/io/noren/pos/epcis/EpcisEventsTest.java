package io.noren.pos.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.GoodsLine;
import io.noren.pos.GoodsMoved;
import io.noren.pos.Story;
import io.noren.pos.TillDocuments;
import io.noren.pos.TillTransactionParked;
import io.noren.pos.TransactionConflicts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Events become facts once, in whatever order they and what takes them back arrive. */
class EpcisEventsTest extends Story {
    private static final AtomicInteger STORES = new AtomicInteger();

    @Autowired
    private TransactionConflicts conflicts;

    private String gln = "";
    private String sgln = "";

    /** The source is that of the settings; each story has a store of its own. */
    @BeforeEach
    void aStoreOfTheChain() {
        source = Events.SOURCE;
        String reference = "%05d".formatted(STORES.incrementAndGet() + 100);
        gln = Place.of("urn:epc:id:sgln:9521000." + reference + ".0")
                .orElseThrow()
                .gln();
        sgln = "sgln:9521000." + reference + ".0";
        stores.open(gln);
    }

    @Test
    void whatIsToldAgainIsADuplicate() {
        String event = event("receiving", "OBSERVE", 10);
        assertThat(receive(event).recorded()).isEqualTo(1);

        TillDocuments.Receipt inAList = receive(list(event));

        assertThat(inAList.recorded()).isZero();
        assertThat(inAList.duplicates()).isEqualTo(1);
        assertThat(announced.goodsAt(gln)).singleElement().satisfies(moved -> {
            assertThat(moved.how()).isEqualTo(GoodsMoved.How.RECEIVED);
            assertThat(moved.takesBack()).isNull();
            assertThat(moved.lines()).extracting(GoodsLine::quantity).containsExactly(BigDecimal.TEN);
        });
    }

    @Test
    void anotherContentUnderTheSameIdIsAPersons() {
        receive(event("receiving", "OBSERVE", 10));

        TillDocuments.Receipt other = receive(event("receiving", "OBSERVE", 11));

        assertThat(other.parked()).extracting(TillDocuments.Parked::code).containsExactly("TRANSACTION_CONFLICT");
        assertThat(announced.goodsAt(gln)).hasSize(1);
    }

    @Test
    void anUnknownStoreParksItsEventAloneAndIsReadAgain() {
        String elsewhere = event("receiving", "OBSERVE", 3)
                .replace(sgln, "sgln:9521000.99999.0")
                .replace(gln, "other");

        TillDocuments.Receipt receipt = receive(list(elsewhere, event("receiving", "OBSERVE", 10)));

        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(receipt.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.code()).isEqualTo("UNKNOWN_LOCATION");
            assertThat(parked.transaction()).startsWith("rfid/9521000999992/2026-04-01/epcis/");
        });
        stores.open("9521000999992");
        assertThat(documents.readAgain(receipt.document()).parked()).isEmpty();
        assertThat(announced.goodsAt("9521000999992")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01", "2099-01-01"})
    void aDayThatCannotBeIsAPersons(String day) {
        TillDocuments.Receipt receipt =
                receive(event("stock_taking", "OBSERVE", 10).replace("2026-04-01", day));

        assertThat(receipt.parked()).extracting(TillDocuments.Parked::code).containsExactly("ABSURD_BUSINESS_DAY");
        assertThat(announced.countsAt(gln)).isEmpty();
    }

    @RepeatedTest(6)
    void anEventItsDeclarationAndItsCorrectionCountOnceInAnyOrder(RepetitionInfo repetition) {
        List<String> told = new ArrayList<>(List.of(
                event("receiving", "OBSERVE", 100),
                declared(event("receiving", "OBSERVE", 100)),
                event("receiving", "OBSERVE", 10).replace("urn:x:", "urn:x:corrected:"),
                declared(event("receiving", "OBSERVE", 100)).replace("incorrect_data", "did_not_occur"),
                event("receiving", "OBSERVE", 100)));
        Collections.shuffle(told, new Random(repetition.getCurrentRepetition()));

        for (String each : told) {
            assertThat(receive(each).parked()).isEmpty();
            whatTakesBackIsDone();
        }

        assertThat(announced.goodsAt(gln)).hasSize(3);
        assertThat(net()).isEqualByComparingTo("10");
        assertThat(announced.goodsAt(gln).stream().filter(moved -> moved.takesBack() != null))
                .singleElement()
                .satisfies(back -> {
                    assertThat(back.occurredAt()).isEqualTo("2026-04-01T01:00:00Z");
                    assertThat(back.transaction()).isNotEqualTo(back.takesBack());
                });
    }

    @Test
    void aSaleThatIsDeclaredAnErrorHasComeBack() {
        receive(event("retail_selling", "DELETE", 2));
        receive(declared(event("retail_selling", "DELETE", 2)));
        whatTakesBackIsDone();

        assertThat(announced.sales(source).stream()
                        .filter(sale -> sale.transaction().location().equals(gln)))
                .hasSize(1);
        assertThat(announced.returns(source).stream()
                        .filter(back -> back.transaction().location().equals(gln)))
                .singleElement()
                .satisfies(back -> assertThat(back.returnOf()).isNotNull());
    }

    @Test
    void aCountThatIsDeclaredAnErrorIsTakenBackWithAllThatItSaid() {
        receive(declared(event("stock_taking", "OBSERVE", 7)));
        whatTakesBackIsDone();
        assertThat(announced.countsTakenBackAt(gln)).isEmpty();

        receive(event("stock_taking", "OBSERVE", 7));
        whatTakesBackIsDone();

        assertThat(announced.countsTakenBackAt(gln)).singleElement().satisfies(back -> {
            assertThat(back.count()).isEqualTo(announced.countsAt(gln).get(0).transaction());
            assertThat(back.lines()).isEqualTo(announced.countsAt(gln).get(0).lines());
        });
        assertThat(announced.parked(source).stream()
                        .filter(parked -> String.valueOf(parked.transaction()).contains(gln)))
                .extracting(TillTransactionParked::code)
                .isEmpty();
    }

    @Test
    void aPersonMaySayThatTheSecondOfTwoCountsIsTheTrueOne() {
        receive(event("stock_taking", "OBSERVE", 7));
        TillDocuments.Receipt second = receive(event("stock_taking", "OBSERVE", 8));

        conflicts.decide(second.document(), 1, TransactionConflicts.Stands.SECOND, "hanako");

        assertThat(announced.countsTakenBackAt(gln)).singleElement().satisfies(back -> {
            assertThat(back.count()).isEqualTo(announced.countsAt(gln).get(0).transaction());
            assertThat(back.lines().get(0).quantity()).isEqualByComparingTo("7");
        });
        assertThat(announced.countsAt(gln))
                .extracting(counted -> counted.lines().get(0).quantity().intValue())
                .containsExactly(7, 8);
        assertThat(announced.countsAt(gln).get(1).transaction())
                .isNotEqualTo(announced.countsAt(gln).get(0).transaction());
    }

    private BigDecimal net() {
        return announced.goodsAt(gln).stream()
                .map(moved -> moved.takesBack() == null
                        ? moved.lines().get(0).quantity()
                        : moved.lines().get(0).quantity().negate())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private String event(String step, String action, int quantity) {
        return Events.event("urn:x:" + gln, step, action)
                .replace("sgln:9521000.00001.0", sgln)
                .replace("\"quantity\": 10", "\"quantity\": " + quantity);
    }

    private static String declared(String event) {
        return event.replace(
                "\"action\"",
                "\"errorDeclaration\": {\"declarationTime\": \"2026-04-01T02:00:00Z\", \"reason\": \"incorrect_data\","
                        + " \"correctiveEventIDs\": [\"urn:x:corrected\"]}, \"action\"");
    }

    private static String list(String... events) {
        return "{\"type\": \"EPCISDocument\", \"epcisBody\": {\"eventList\": [" + String.join(",", events) + "]}}";
    }
}
