package io.noren.pos.loyverse;

import static io.noren.pos.loyverse.LocalLoyverse.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.SaleRecorded;
import io.noren.pos.vendor.LocalVendor;
import io.noren.pos.vendor.VendorStory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoyverseTillsTest extends VendorStory {
    private String receipt = "";
    private String shirt = "";

    @BeforeEach
    void aMerchantWithTills() {
        source = "loyverse-tills";
        receipt = story + "-1001";
        shirt = item("SHIRT");
    }

    @Test
    void aReceiptThatAWebhookToldAndThatIsFoundByAskingCountsOnce() {
        var sale =
                LOYVERSE.writes(receipt, "SALE", now, List.of(line(shirt, 2, 3_960), line(item("RICE"), 0.75, 450.5)));
        String body = LocalLoyverse.webhook(now, List.of(sale));

        Answered first = tells(body);
        Answered again = tells(body);
        isAsked();
        isAsked();

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.body()).contains("\"recorded\":1");
        assertThat(again.body()).contains("\"duplicates\":1");
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2), item("RICE"), new BigDecimal("0.75")));
        SaleRecorded told = announced.sales(source).stream()
                .filter(each -> each.lines().get(0).codes().get(0).value().equals(shirt))
                .findFirst()
                .orElseThrow();
        assertThat(told.transaction().location()).isEqualTo("ginza");
        assertThat(told.transaction().workstation()).isEqualTo("1d05e2e2-00b1-4e6e-9d4a-58e1d1e5c001");
        assertThat(told.occurredAt()).isEqualTo(now);
        assertThat(told.currency()).isEqualTo("JPY");
        assertThat(told.lines().get(1).amount()).isEqualByComparingTo("450.5");
    }

    @Test
    void aRefundBringsGoodsBackAlsoWhenItComesBeforeItsSale() {
        var sale = LOYVERSE.writes(receipt, "SALE", now, List.of(line(shirt, 3, 3)));
        var refund = LOYVERSE.writes(story + "-1002", "REFUND", now, List.of(line(shirt, 1, 1)));
        refund.put("refund_for", receipt);

        tells(LocalLoyverse.webhook(now, List.of(refund)));
        tells(LocalLoyverse.webhook(now, List.of(sale)));

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2)));
    }

    @Test
    void aReceiptThatIsCancelledLaterIsTakenBackOnce() {
        var sale = LOYVERSE.writes(receipt, "SALE", now, List.of(line(shirt, 3, 3)));
        tells(LocalLoyverse.webhook(now, List.of(sale)));
        sale.put("cancelled_at", now.plusSeconds(30).toString());
        sale.put("updated_at", now.plusSeconds(30).toString());

        Answered cancelled = tells(LocalLoyverse.webhook(now.plusSeconds(30), List.of(sale)));
        isAsked();

        assertThat(cancelled.body()).contains("\"recorded\":1").contains("\"duplicates\":1");
        whatTakesBackIsDone();
        isAsked();
        whatTakesBackIsDone();
        assertThat(net()).isEmpty();
    }

    @Test
    void theSignatureIsLoyversesOwn() {
        String body =
                LocalLoyverse.webhook(now, List.of(LOYVERSE.writes(receipt, "SALE", now, List.of(line(shirt, 1, 1)))));

        for (String signature : List.of(
                LocalVendor.signature("HmacSHA256", SECRET, body),
                LocalVendor.signature("HmacSHA1", "another", body))) {
            assertThat(hears(body, Map.of("X-Loyverse-Signature", signature)).code())
                    .isEqualTo("SIGNATURE_INVALID");
        }
        assertThat(hears(body, Map.of()).status()).isEqualTo(401);
        assertThat(net()).isEmpty();
        assertThat(hears(body, Map.of("X-Loyverse-Signature", LocalVendor.signature("HmacSHA1", OLD_SECRET, body)))
                        .status())
                .isEqualTo(202);
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
    }

    @Test
    void oneReceiptThatCannotBeReadDoesNotHoldUpTheOthers() {
        var good = LOYVERSE.writes(receipt, "SALE", now, List.of(line(shirt, 1, 1)));
        var odd = LOYVERSE.writes(story + "-1002", "LAYAWAY", now, List.of(line(shirt, 1, 1)));

        Answered answered = tells(LocalLoyverse.webhook(now, List.of(odd, good)));

        assertThat(answered.body()).contains("\"recorded\":1").contains("UNSUPPORTED_TRANSACTION");
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
    }

    @Test
    void whatIsNoReceiptIsRefused() {
        assertThat(tells("{\"type\":\"items.update\",\"created_at\":\"" + now + "\"}")
                        .body())
                .contains("\"toFetch\":0");
        Answered broken = tells("{\"receipts\":[");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.code()).isEqualTo("MALFORMED_DOCUMENT");
    }

    @Test
    void lostWebhooksAreFoundPageByPage() {
        LOYVERSE.receiptsAPage = 4;
        IntStream.range(0, 11)
                .forEach(i ->
                        LOYVERSE.writes(story + "-2" + i, "SALE", now.minusSeconds(i), List.of(line(shirt, 1, 1))));

        isAsked();
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(11)));
    }

    @Test
    void nothingAboutPeopleIsKept() {
        var sale = LOYVERSE.writes(receipt, "SALE", now, List.of(line(shirt, 1, 1)));
        tells(LocalLoyverse.webhook(now, List.of(sale)));
        isAsked();

        assertThat(kept())
                .contains(shirt)
                .doesNotContain("090-7777")
                .doesNotContain("Hanako")
                .doesNotContain("e-private")
                .doesNotContain("1111");
    }

    private Answered tells(String body) {
        return hears(body, Map.of("X-Loyverse-Signature", LocalVendor.signature("HmacSHA1", SECRET, body)));
    }
}
