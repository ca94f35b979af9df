package io.noren.integration.qr;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.qr.gs1.CheckDigit;
import org.junit.jupiter.api.Test;

class Gs1KeysTest {
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
