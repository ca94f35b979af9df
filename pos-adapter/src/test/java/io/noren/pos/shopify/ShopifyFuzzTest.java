package io.noren.pos.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.FuzzedDialect;
import io.noren.pos.vendor.VendorSamples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a good document says, and that a broken one is read or refused by name. */
class ShopifyFuzzTest {
    private final ShopifyDialect dialect =
            new ShopifyDialect(new ShopifySettings(Map.of("tills", VendorSamples.settings())), VendorSamples.keys());
    private final String sample = VendorSamples.sample("/shopify/order.json");

    @Test
    void theSampleTellsItsTransactions() {
        assertThat(VendorSamples.told(dialect, "tills", sample))
                .containsExactly(
                        "SALE SalesAgreement/81 700 2026-04-01 55: +2 SKU:YUNOMI-INDIGO=3960 +1 SOURCE:72=500",
                        "MIXED SalesAgreement/82 700 2026-04-01 55 of an original: +1 SKU:YUNOMI-WHITE=1980"
                                + " -1 SKU:YUNOMI-INDIGO=1980",
                        "RETURN SalesAgreement/83 700 2026-04-02 55 of an original: -1 SKU:YUNOMI-INDIGO=1980");
    }

    @Test
    void whateverABrokenDocumentSaysItIsReadOrRefusedByName() {
        assertThat(new FuzzedDialect(dialect, "tills", List.of(sample)).fuzz())
                .containsKeys("SALE", "RETURN", "MIXED", "MALFORMED_DOCUMENT", "UNREADABLE_KEY");
    }
}
