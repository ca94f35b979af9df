package io.noren.integration.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.integration.qr.gs1.CheckDigit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gs1KeysTest {

    @ParameterizedTest
    @CsvSource({
        "95200002, 00000095200002, 95200002",
        "614141000036, 00614141000036, 0614141000036",
        "9520123456788, 09520123456788, 9520123456788",
        "09520123456788, 09520123456788, 9520123456788",
        "19520123456785, 19520123456785, 19520123456785"
    })
    void aGtinOfAnyLengthIsTheSameFourteenDigitsAndPrintsAsUnderItsBarCode(String text, String padded, String printed) {
        assertThat(Gtin.read(text).digits()).isEqualTo(padded);
        assertThat(Gtin.read(text).printed()).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "9520123456",
                "952012345678",
                "95201234567881",
                "9520123456789",
                "1234567",
                "12345678901"
            })
    void aNumberThatIsNoGtinIsRefused(String text) {
        assertThatThrownBy(() -> Gtin.read(text)).isInstanceOf(CodeRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"952012345678８", "9520123456788 ", "-520123456788", "9520123456788/", "952012345678x"})
    void onlyAsciiDigitsAreDigits(String text) {
        assertThatThrownBy(() -> Gtin.read(text))
                .isInstanceOfSatisfying(
                        CodeRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(CodeRefused.Reason.GTIN_MALFORMED));
    }

    @Test
    void everySingleWrongDigitIsNoticed() {
        String right = "09520123456788";
        for (int place = 0; place < right.length(); place++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                String tried = right.substring(0, place) + digit + right.substring(place + 1);
                assertThat(CheckDigit.holdsFor(tried)).as(tried).isEqualTo(tried.equals(right));
            }
        }
    }
}
