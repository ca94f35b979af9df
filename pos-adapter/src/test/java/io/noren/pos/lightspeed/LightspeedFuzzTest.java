package io.noren.pos.lightspeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.FuzzedDialect;
import io.noren.pos.vendor.VendorSamples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What good documents say, and that a broken one is read or refused by name. */
class LightspeedFuzzTest {
    private final LightspeedDialect dialect = new LightspeedDialect(
            new LightspeedSettings(Map.of("tills", VendorSamples.settings())), VendorSamples.keys());

    @Test
    void aClosedSaleTellsWhatLeftAndAnExchangeWhatCameBackToo() {
        assertThat(told("closed"))
                .containsExactly("SALE 3f2504e0-4f89-41d3-9a0c-0305e82c3301 b1e04bd8-f019-11e3-a0f5-b8ca3a64f8f4"
                        + " 2026-04-01 06e35f89-3783-11e6-ec7e-13193f7bd2ed:"
                        + " +2 SOURCE:b1d87b58-f019-11e3-a0f5-b8ca3a64f8f4=3960"
                        + " +0.75 SOURCE:188a87aa-06fe-11e4-a0f5-b8ca3a64f8f4=451");
        assertThat(told("exchange"))
                .containsExactly("MIXED 06bf537b-c783-11e6-f6b9-7ea7909ffedd b1e04bd8-f019-11e3-a0f5-b8ca3a64f8f4"
                        + " 2026-04-02 null:"
                        + " +1 SOURCE:188a87aa-06fe-11e4-a0f5-b8ca3a64f8f4=1100"
                        + " -1 SOURCE:b1d87b58-f019-11e3-a0f5-b8ca3a64f8f4=1980");
    }

    @Test
    void whatLeftOnAccountCountsAtOnceAndWhatWaitsInTheStoreDoesNot() {
        assertThat(told("on-account"))
                .containsExactly("SALE 5f2504e0-4f89-41d3-9a0c-0305e82c3305 b1e04bd8-f019-11e3-a0f5-b8ca3a64f8f4"
                        + " 2026-04-01 06e35f89-3783-11e6-ec7e-13193f7bd2ed:"
                        + " +3 SOURCE:b1d87b58-f019-11e3-a0f5-b8ca3a64f8f4=5940");
        for (String notYet : List.of("parked", "layby", "on-account-for-pickup")) {
            assertThat(told(notYet)).as(notYet).isEmpty();
        }
    }

    @Test
    void aSaleThatIsVoidIsTakenBackAndOneThatNeverWasDoneMovesNothing() {
        assertThat(told("voided"))
                .containsExactly(
                        "SALE 4f2504e0-4f89-41d3-9a0c-0305e82c3302 b1e04bd8-f019-11e3-a0f5-b8ca3a64f8f4 2026-04-01"
                                + " null: +2 SOURCE:b1d87b58-f019-11e3-a0f5-b8ca3a64f8f4=3960",
                        "POST_VOID 4f2504e0-4f89-41d3-9a0c-0305e82c3302/voided b1e04bd8-f019-11e3-a0f5-b8ca3a64f8f4"
                                + " 2026-04-01 null of an original:");
        assertThat(told("discarded"))
                .containsExactly("CANCELLED 4f2504e0-4f89-41d3-9a0c-0305e82c3303"
                        + " b1e04bd8-f019-11e3-a0f5-b8ca3a64f8f4 2026-04-01 null:");
    }

    @Test
    void whateverABrokenDocumentSaysItIsReadOrRefusedByName() {
        List<String> samples = List.of(
                        "closed",
                        "exchange",
                        "on-account",
                        "parked",
                        "layby",
                        "on-account-for-pickup",
                        "voided",
                        "discarded")
                .stream()
                .map(LightspeedFuzzTest::sample)
                .toList();
        assertThat(new FuzzedDialect(dialect, "tills", samples).fuzz())
                .containsKeys(
                        "SALE",
                        "MIXED",
                        "POST_VOID",
                        "CANCELLED",
                        "MALFORMED_DOCUMENT",
                        "UNREADABLE_TIME",
                        "UNSUPPORTED_TRANSACTION");
    }

    private List<String> told(String name) {
        return VendorSamples.told(dialect, "tills", sample(name));
    }

    private static String sample(String name) {
        return VendorSamples.sample("/lightspeed/" + name + ".json");
    }
}
