package io.noren.pos.poslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.ItemCode;
import io.noren.pos.Reading;
import io.noren.pos.ReturnRecorded;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import io.noren.pos.Story;
import io.noren.pos.TillDocuments;
import io.noren.pos.TillTransaction;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three files of real tills, one per dialect: the net quantities that they say. */
class RealTillFilesTest extends Story {
    private static final String NCR_ACS = "ncr-acs-small.xml";
    private static final String WINCOR = "wincor-nixdorf-2.2-line-void.xml";
    private static final String NCR_R10 = "ncr-r10-poslog-6.0.1-sale.xml";

    @Test
    void ncrAcsSellsOneWeighedAppleToAMember() {
        TillDocuments.Receipt receipt = receive(Readings.shared(NCR_ACS));

        assertThat(receipt.transactions()).isEqualTo(2);
        assertThat(receipt.recorded()).isEqualTo(2);
        SaleRecorded sale = theSale();
        assertThat(sale.transaction().asText()).isEqualTo(source + "/denver/2017-09-30/34/161");
        assertThat(sale.memberCard()).isEqualTo("10480711668");
        assertThat(sale.currency()).isEqualTo("USD");
        assertThat(sale.occurredAt()).isEqualTo(Instant.parse("2017-10-01T08:02:54Z"));
        assertThat(sale.lines())
                .containsExactly(new SoldLine(
                        1,
                        List.of(
                                new ItemCode(ItemCode.Scheme.PLU, "67591"),
                                new ItemCode(ItemCode.Scheme.SOURCE, "00000000067591")),
                        new BigDecimal("0.42"),
                        null,
                        new BigDecimal("1.26")));
        assertThat(theReturns()).isEmpty();
    }

    @Test
    void wincorNixdorfVoidsItsOnlyLineByLinkThoughTheCodesDiffer() {
        TillDocuments.Receipt receipt = receive(Readings.shared(WINCOR));

        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(receipt.parked()).isEmpty();
        assertThat(announced.sales(source)).as("net 0: nothing left the store").isEmpty();
        assertThat(theReturns()).isEmpty();
        TillTransaction transaction = Readings.transaction(Readings.shared(WINCOR));
        assertThat(transaction.kind()).isEqualTo(TillTransaction.Kind.SALE);
        assertThat(transaction.key().storeCode()).isEqualTo("502");
        assertThat(transaction.key().sequenceNumber()).isEqualTo(2729);
    }

    @Test
    void ncrR10SellsThreePiecesAndTheWeightOfOneIsNotItsQuantity() {
        receive(Readings.shared(NCR_R10));

        SaleRecorded sale = theSale();
        assertThat(sale.transaction().asText()).isEqualTo(source + "/wellingborough/2016-08-22/140/451");
        assertThat(sale.occurredAt()).isEqualTo(Instant.parse("2016-08-22T14:21:54.483370Z"));
        assertThat(sale.currency()).isEqualTo("GBP");
        assertThat(sale.memberCard()).isNull();
        assertThat(Readings.net(sale.lines())).isEqualTo("123:1 321:1 48:1");
        assertThat(sale.lines()).extracting(SoldLine::unit).containsExactly("EA", "EA", "EA");
        assertThat(sale.lines().get(1).codes())
                .containsExactly(
                        new ItemCode(ItemCode.Scheme.SOURCE, "1329421"), new ItemCode(ItemCode.Scheme.SOURCE, "123"));
    }

    @Test
    void postedTwiceTheyMoveStockOnce() {
        for (String file : List.of(NCR_ACS, WINCOR, NCR_R10)) {
            String document = Readings.shared(file);
            receive(document);
            assertThat(receive(document).recorded()).isZero();
        }
        assertThat(announced.sales(source)).hasSize(2);
        assertThat(announced.parked(source)).isEmpty();
    }

    @Test
    void scrubbingChangesNothingThatIsReadAndNoLine() {
        for (String file : List.of(NCR_ACS, WINCOR, NCR_R10)) {
            String document = Readings.shared(file);
            byte[] kept = Readings.kept(document);
            List<Reading> direct = Readings.ofKept(document.getBytes(StandardCharsets.UTF_8));

            assertThat(Readings.ofKept(kept)).isEqualTo(direct);
            assertThat(new String(kept, StandardCharsets.UTF_8))
                    .doesNotContain("OPERATOR 0", "FL 34", "WELLINGBOROUGH");
        }
    }

    private SaleRecorded theSale() {
        assertThat(announced.sales(source)).hasSize(1);
        return announced.sales(source).get(0);
    }

    private List<ReturnRecorded> theReturns() {
        return announced.returns(source);
    }
}
