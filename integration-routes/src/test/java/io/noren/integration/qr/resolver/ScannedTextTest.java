package io.noren.integration.qr.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.integration.qr.CodeRefused;
import io.noren.integration.qr.CodeRefused.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scanners send of an item, by whatever they are set to. */
class ScannedTextTest {
    private static final String FNC1 = "\u001d";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9520123456788",
                "09520123456788",
                "]E09520123456788",
                "]I109520123456788",
                " 9520123456788\r\n",
                "(01)09520123456788",
                "0109520123456788",
                FNC1 + "0109520123456788",
                "^0109520123456788",
                "]C10109520123456788",
                "]e00109520123456788",
                "]d20109520123456788",
                "]Q30109520123456788",
                "https://brand.example/any/stem/01/09520123456788",
                "HTTPS://BRAND.EXAMPLE/01/09520123456788",
                "]Q1https://brand.example/01/09520123456788?utm_source=pack",
                "]d1https://brand.example/01/09520123456788/",
                "/01/09520123456788"
            })
    void isTheSameItem(String sent) {
        assertThat(ScannedText.read(ScannedText.plain(sent)).under("")).isEqualTo("/01/09520123456788");
    }

    @ParameterizedTest
    @CsvSource({
        "(01)09520123456788(10)A/B(21)S%1(414)9520000000004, /01/09520123456788/10/A%2FB/21/S%251?414=9520000000004",
        "]d2010952012345678810A/B^21S%1^4149520000000004, /01/09520123456788/10/A%2FB/21/S%251?414=9520000000004",
        "0109520123456788211234^17261231, /01/09520123456788/21/1234?17=261231",
        "95200002, /01/00000095200002",
        "614141000036, /01/00614141000036",
        "19520123456785, /01/19520123456785"
    })
    void andWhatElseStandsInItIsKept(String sent, String link) {
        assertThat(ScannedText.read(ScannedText.plain(sent)).under("")).isEqualTo(link);
    }

    @ParameterizedTest
    @CsvSource({
        "9520123456789, GTIN_CHECK_DIGIT",
        "(01)09520123456789, GTIN_CHECK_DIGIT",
        "(01)9520123456788, GTIN_MALFORMED",
        "(01)09520123456788(414)9520000000005, GLN_INVALID",
        "(414)9520000000004, NO_ITEM_IN_CODE",
        "https://brand.example/414/9520000000004, NO_ITEM_IN_CODE",
        "https://evil.example, CODE_MALFORMED",
        "//evil.example/01/09520123456788x, GTIN_MALFORMED",
        "]d2, CODE_MALFORMED",
        "12345, CODE_MALFORMED",
        "hello, CODE_MALFORMED",
        "(01)09520123456788(99, CODE_MALFORMED"
    })
    void whatIsNoneIsRefusedByName(String sent, Reason reason) {
        assertThatThrownBy(() -> ScannedText.read(ScannedText.plain(sent)))
                .isInstanceOfSatisfying(
                        CodeRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "/p/N-0001, N-0001",
                "https://noren.example/p/N-0001?store=ginza, N-0001",
                "]Q1https://noren.example/p/A%2FB, A%2FB",
                "https://evil.example/p/N-0001, none",
                "https://noren.example.evil.example/p/N-0001, none",
                "https://noren.example/p/N-0001/reserve, none"
            })
    void onlyOurOwnPagesAreTakenForOurItems(String sent, String sku) {
        assertThat(ScannedText.page(ScannedText.plain(sent), "https://noren.example")
                        .orElse(null))
                .isEqualTo(sku);
    }
}
