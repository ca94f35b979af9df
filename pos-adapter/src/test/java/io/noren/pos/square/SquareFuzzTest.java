package io.noren.pos.square;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.FuzzedDialect;
import io.noren.pos.vendor.VendorSamples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a good document says, and that a broken one is read or refused by name. */
class SquareFuzzTest {
    private final SquareDialect dialect =
            new SquareDialect(new SquareSettings(Map.of("tills", VendorSamples.settings())), VendorSamples.keys());
    private final String sample = VendorSamples.sample("/square/order.json");

    @Test
    void theSampleTellsItsTransactions() {
        assertThat(VendorSamples.told(dialect, "tills", sample))
                .containsExactly("MIXED CAISENgvlJ6jLWAzERDzjyHVybY LGINZA1 2026-04-01 JDKYHBWT1D4F8MFH63DBMEN8Y4:"
                        + " +2 SOURCE:BEMYCSMIJL46OCDV4KYIKXIB=3960 +0.75KG SOURCE:W62UWFY35CWMYGVWK6TWJDNI=450"
                        + " -1 SOURCE:BEMYCSMIJL46OCDV4KYIKXIB=1980");
    }

    @Test
    void whateverABrokenDocumentSaysItIsReadOrRefusedByName() {
        assertThat(new FuzzedDialect(dialect, "tills", List.of(sample)).fuzz())
                .containsKeys("MIXED", "MALFORMED_DOCUMENT", "UNREADABLE_QUANTITY");
    }
}
