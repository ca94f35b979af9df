package io.noren.pos.poslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.ReturnRecorded;
import io.noren.pos.SaleRecorded;
import io.noren.pos.Story;
import io.noren.pos.TillDocuments;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From a till's document to what is announced, for those kinds where more than the reading decides. */
class SamplesToFactsTest extends Story {
    @Autowired
    private JdbcClient jdbc;

    @ParameterizedTest(name = "in the order {0}")
    @ValueSource(
            strings = {
                "suspended resumed",
                "resumed suspended",
                "resumed",
                "suspended-retrieved resumed",
                "resumed suspended-retrieved",
                "suspended resumed suspended resumed"
            })
    void aTransactionResumedOnAnotherTillCountsOnceUnderItsOwnKeyAndTheSuspendedOneNever(String order) {
        for (String sample : order.split(" ")) {
            assertThat(receive(Readings.sample(sample)).parked()).isEmpty();
        }

        SaleRecorded sale = theSale();
        assertThat(sale.transaction().asText()).isEqualTo(source + "/ginza/2026-04-01/2/9");
        assertThat(Readings.net(sale.lines())).isEqualTo("A:3 B:1");
        assertThat(announced.returns(source)).isEmpty();
    }

    @Test
    void aReceiptWithoutGoodsIsRecordedAllTheSameSoThatItsNumberIsNotMissed() {
        String document = Readings.sample("nothing-from-stock");

        TillDocuments.Receipt receipt = receive(document);

        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(receipt.parked()).isEmpty();
        assertThat(announced.sales(source)).isEmpty();
        assertThat(numbers()).containsExactly(7L);
        assertThat(receive(document).duplicates()).isEqualTo(1);
    }

    @Test
    void giftCardsAreInNoFactSoThatTheyNeitherMoveStockNorEarnPointsAsGoods() {
        receive(Readings.sample("gift-cards"));

        assertThat(theSale().lines()).singleElement().satisfies(line -> {
            assertThat(line.codes()).extracting("value").containsExactly("A");
            assertThat(line.amount()).isEqualByComparingTo("300");
        });
        assertThat(announced.returns(source)).isEmpty();
    }

    @Test
    void anExchangeTellsBothWaysAndInWhichSaleItsGoodsWereSold() {
        receive(Readings.sample("exchange-with-both-sides"));
        receive(Readings.sample("exchange-with-both-sides"));

        assertThat(Readings.net(theSale().lines())).isEqualTo("B:2");
        List<ReturnRecorded> returns = announced.returns(source);
        assertThat(returns).hasSize(1);
        assertThat(Readings.net(returns.get(0).lines())).isEqualTo("A:1");
        assertThat(returns.get(0).returnOf()).isNotNull();
        assertThat(returns.get(0).returnOf().asText()).isEqualTo(source + "/ginza/2026-03-30/2/31");
    }

    @Test
    void anExchangeThatDoesNotSayWhichWayIsGivenToAPersonWithItsPlace() {
        TillDocuments.Receipt receipt = receive(Readings.sample("exchange-of-one-item"));

        assertThat(receipt.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.code()).isEqualTo("UNCLEAR_EXCHANGE");
            assertThat(parked.transaction()).isEqualTo(source + "/ginza/2026-04-01/1/7");
        });
        assertThat(announced.sales(source)).isEmpty();
        assertThat(announced.returns(source)).isEmpty();
    }

    private SaleRecorded theSale() {
        assertThat(announced.sales(source)).hasSize(1);
        return announced.sales(source).get(0);
    }

    private List<Long> numbers() {
        return jdbc.sql("select sequence_number from pos.till_transaction where source = ?")
                .param(source)
                .query(Long.class)
                .list();
    }
}
