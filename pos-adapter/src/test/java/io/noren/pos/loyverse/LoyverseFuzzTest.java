package io.noren.pos.loyverse;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.FuzzedDialect;
import io.noren.pos.vendor.VendorSamples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a good document says, and that a broken one is read or refused by name. */
class LoyverseFuzzTest {
    private final LoyverseDialect dialect =
            new LoyverseDialect(new LoyverseSettings(Map.of("tills", VendorSamples.settings())), VendorSamples.keys());
    private final String sample = VendorSamples.sample("/loyverse/webhook.json");

    @Test
    void theSampleTellsItsTransactions() {
        assertThat(VendorSamples.told(dialect, "tills", sample))
                .containsExactly(
                        "SALE 2-1003 42dc2cec-6f40-11ea-bde9-1269e7c5a22d 2026-04-01 e1b8c2d0-aaaa-4bbb-8ccc-123456789abc:"
                                + " +2 SKU:10001=3960 +0.75 SOURCE:16929667-cc44-4bbb-b226-6758285d7033=450.5",
                        "POST_VOID 2-1003/cancelled 42dc2cec-6f40-11ea-bde9-1269e7c5a22d 2026-04-01 null of an original:",
                        "RETURN 2-1004 42dc2cec-6f40-11ea-bde9-1269e7c5a22d 2026-04-01 null: -1 SKU:10001=1980");
    }

    @Test
    void whateverABrokenDocumentSaysItIsReadOrRefusedByName() {
        assertThat(new FuzzedDialect(dialect, "tills", List.of(sample)).fuzz())
                .containsKeys("SALE", "RETURN", "MALFORMED_DOCUMENT", "UNREADABLE_TIME");
    }
}
