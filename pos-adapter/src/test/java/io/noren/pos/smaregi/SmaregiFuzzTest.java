package io.noren.pos.smaregi;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.FuzzedDialect;
import io.noren.pos.vendor.VendorSamples;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What good documents say, and that a broken one is read or refused by name. */
class SmaregiFuzzTest {
    private final SmaregiDialect dialect = new SmaregiDialect(
            new SmaregiSettings(Map.of("tills", VendorSamples.settings())),
            new SmaregiContracts(Map.of(
                    "tills",
                    new SmaregiContract("skp380c6", "app", "X-Noren-Secret", URI.create("https://id.example")))),
            VendorSamples.keys(),
            Clock.systemUTC());

    @Test
    void aSaleTellsWhatLeftAndWhatCameBackInIt() {
        assertThat(told("sale"))
                .containsExactly("SALE 2501 1 2026-04-01 2900000000017:"
                        + " +2 GTIN:04901234567894=3960 +1 SKU:MUG-01=550 +0.75 SOURCE:8000031=451");
        assertThat(told("exchange"))
                .containsExactly("MIXED 2502 1 2026-04-01 null: +1 SKU:MUG-02=1100 -2 SKU:MUG-01=1100");
        assertThat(told("return")).containsExactly("RETURN 2503 1 2026-04-02 null: -1 SKU:MUG-01=550");
    }

    @Test
    void whatIsTakenBackInEitherWayIsToldByAnother() {
        assertThat(told("cancelled"))
                .containsExactly(
                        "SALE 2504 1 2026-04-01 null: +1 SKU:MUG-01=550",
                        "POST_VOID 2504/cancelled 1 2026-04-01 null of an original:");
        assertThat(told("taken-back")).containsExactly("SALE 2501 1 2026-04-01 2900000000017: +1 SKU:MUG-01=550");
        assertThat(told("taking-back")).containsExactly("POST_VOID 2505 1 2026-04-03 null of an original:");
    }

    @Test
    void moneyAndPointsMoveNoGoodsAndWhatIsLaidAsideIsStillThere() {
        assertThat(told("paid-in")).containsExactly("CONTROL 2506 1 2026-04-01 null:");
        assertThat(told("laid-aside")).containsExactly("SUSPENDED 2507 1 2026-04-01 null:");
    }

    @Test
    void whateverABrokenDocumentSaysItIsReadOrRefusedByName() {
        List<String> samples = List.of(
                        "sale",
                        "exchange",
                        "return",
                        "cancelled",
                        "taken-back",
                        "taking-back",
                        "taking-back-what-is-gone",
                        "paid-in",
                        "laid-aside")
                .stream()
                .map(SmaregiFuzzTest::sample)
                .toList();
        assertThat(new FuzzedDialect(dialect, "tills", samples).fuzz())
                .containsKeys(
                        "SALE",
                        "RETURN",
                        "MIXED",
                        "POST_VOID",
                        "CONTROL",
                        "SUSPENDED",
                        "MALFORMED_DOCUMENT",
                        "UNREADABLE_TIME",
                        "UNSUPPORTED_TRANSACTION",
                        "POST_VOID_NEEDS_PERSON");
    }

    private List<String> told(String name) {
        return VendorSamples.told(dialect, "tills", sample(name));
    }

    private static String sample(String name) {
        return VendorSamples.sample("/smaregi/" + name + ".json");
    }
}
