package io.noren.pos;

import static io.noren.pos.PosLogText.log;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Transactions that take back an earlier one as a whole, in whatever order the two arrive. */
class PostVoidsTest extends Story {
    @Autowired
    private PostVoidSweeper sweeper;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void whatWasSoldComesBackAsItWasSold() {
        receive(log().sale(6).line("A", "2").line("B", "0.125"));

        TillDocuments.Receipt receipt = receive(log().postVoid(7, 6));
        sweeper.sweep();

        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(receipt.parked()).isEmpty();
        SaleRecorded sale = announced.sales(source).get(0);
        assertThat(announced.returns(source)).singleElement().satisfies(back -> {
            assertThat(back.transaction().asText()).isEqualTo(source + "/ginza/2026-04-01/1/7");
            assertThat(back.returnOf()).isEqualTo(sale.transaction());
            assertThat(back.document()).isEqualTo(receipt.document());
            assertThat(back.lines()).isEqualTo(sale.lines());
            assertThat(back.currency()).isEqualTo(sale.currency());
        });
    }

    @Test
    void whatCameBackGoesOutAgain() {
        receive(log().transaction(6, "RetailTransaction", "").line("A", "2").line("Return", "", "B", "1", ""));

        receive(log().postVoid(7, 6));
        sweeper.sweep();

        assertThat(announced.sales(source)).hasSize(2);
        assertThat(announced.sales(source).get(1).lines())
                .isEqualTo(announced.returns(source).get(0).lines());
        assertThat(announced.returns(source).get(1).lines())
                .isEqualTo(announced.sales(source).get(0).lines());
    }

    @Test
    void aPostVoidThatComesBeforeItsOriginalWaitsForIt() {
        TillDocuments.Receipt receipt = receive(log().postVoid(7, 6));
        sweeper.sweep();
        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(announced.returns(source)).isEmpty();

        receive(log().sale(6).line("A", "2"));
        sweeper.sweep();

        assertThat(announced.returns(source)).hasSize(1);
        assertThat(announced.parked(source)).isEmpty();
    }

    @Test
    void bothInOneFileAndSentTwiceAreDoneOnce() {
        String day = log().postVoid(7, 6).sale(6).line("A", "2").toString();
        receive(day);
        sweeper.sweep();

        TillDocuments.Receipt again = receive(day);
        sweeper.sweep();

        assertThat(again.duplicates()).isEqualTo(2);
        assertThat(announced.sales(source)).hasSize(1);
        assertThat(announced.returns(source)).hasSize(1);
    }

    @Test
    void whatMovedNothingIsTakenBackWithoutAWord() {
        receive(log().control(6).postVoid(7, 6));
        sweeper.sweep();

        assertThat(announced.sales(source)).isEmpty();
        assertThat(announced.returns(source)).isEmpty();
        assertThat(announced.parked(source)).isEmpty();
    }

    @Test
    void nothingIsTakenBackTwice() {
        receive(log().sale(5).line("A", "2").postVoid(6, 5));
        sweeper.sweep();

        TillDocuments.Receipt second = receive(log().postVoid(7, 5));
        sweeper.sweep();

        assertThat(second.recorded()).isZero();
        assertThat(second.parked()).extracting(TillDocuments.Parked::code).containsExactly("ALREADY_TAKEN_BACK");
        assertThat(announced.returns(source)).hasSize(1);
    }

    @Test
    void twoOfTheSameOriginalInOneFileAreOneThatIsDoneAndOneThatIsParked() {
        String day = log().sale(5).line("A", "2").postVoid(6, 5).postVoid(7, 5).toString();

        TillDocuments.Receipt receipt = receive(day);
        sweeper.sweep();

        assertThat(receipt.recorded()).isEqualTo(2);
        assertThat(receipt.parked()).singleElement().satisfies(second -> {
            assertThat(second.code()).isEqualTo("ALREADY_TAKEN_BACK");
            assertThat(second.transaction()).isEqualTo(source + "/ginza/2026-04-01/1/7");
        });
        assertThat(receive(day).duplicates()).isEqualTo(2);
        assertThat(announced.returns(source)).hasSize(1);
    }

    @Test
    void aPostVoidOfAPostVoidGoesToAPerson() {
        receive(log().sale(5).line("A", "2").postVoid(6, 5).postVoid(7, 6));
        sweeper.sweep();

        assertThat(announced.returns(source)).hasSize(1);
        assertThat(announced.parked(source))
                .extracting(TillTransactionParked::code)
                .containsExactly("POST_VOID_NEEDS_PERSON");
    }

    @Test
    void aTransactionOfAnotherStoreIsNotTakenBack() {
        receive(log().store("ueno").sale(6).line("A", "2"));

        TillDocuments.Receipt receipt = receive(log().transaction(7, "PostVoidTransaction", "")
                .add("<TransactionLink><RetailStoreID>ueno</RetailStoreID><SequenceNumber>6</SequenceNumber>"
                        + "</TransactionLink>"));
        sweeper.sweep();

        assertThat(receipt.parked()).extracting(TillDocuments.Parked::code).containsExactly("POST_VOID_NEEDS_PERSON");
        assertThat(announced.returns(source)).isEmpty();
    }

    @Test
    void afterALongTimeAPersonIsToldAndItIsStillDoneWhenTheOriginalComes() {
        String postVoid = log().postVoid(7, 6).toString();
        receive(postVoid);
        jdbc.sql("update pos.post_void set wait_until = now() - interval '1 hour' where source = ?")
                .param(source)
                .update();
        sweeper.sweep();
        sweeper.sweep();
        assertThat(announced.parked(source)).singleElement().satisfies(missing -> {
            assertThat(missing.code()).isEqualTo("ORIGINAL_MISSING");
            assertThat(missing.transaction()).isEqualTo(source + "/ginza/2026-04-01/1/7");
        });
        assertThat(receive(postVoid).parked())
                .as("who asks again hears that it is still missing")
                .extracting(TillDocuments.Parked::code)
                .containsExactly("ORIGINAL_MISSING");

        receive(log().sale(6).line("A", "2"));
        sweeper.sweep();

        assertThat(announced.returns(source)).hasSize(1);
        TillDocuments.Receipt again = receive(postVoid);
        assertThat(again.parked()).isEmpty();
        assertThat(again.duplicates()).isEqualTo(1);
        assertThat(documents.account(again.document(), LocationBinding.UNBOUND).parked())
                .isEmpty();
    }

    @Test
    void severalCopiesThatLookAtOnceTakeBackOnce() throws Exception {
        PosLogText day = log();
        for (int sale = 1; sale <= 40; sale++) {
            day.sale(sale).line("A", "1");
        }
        for (int sale = 1; sale <= 40; sale++) {
            day.postVoid(100 + sale, sale);
        }
        receive(day);

        ExecutorService copies = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> looks = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(copy -> () -> {
                        sweeper.sweep();
                        return true;
                    })
                    .toList();
            for (Future<Boolean> look : copies.invokeAll(looks)) {
                look.get();
            }
        } finally {
            copies.shutdownNow();
        }
        sweeper.sweep();

        assertThat(announced.returns(source))
                .extracting(back -> back.transaction().sequenceNumber())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(101, 140).mapToObj(Long::valueOf).toList());
    }
}
