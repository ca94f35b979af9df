package io.noren.pos.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanMaskTest {

    @ParameterizedTest(name = "{0} is kept as {1}")
    @CsvSource({
        "4111111111111111,    ************1111",
        "5500000000000004,    ************0004",
        "2223003122003222,    ************3222",
        "3530111333300000,    ************0000",
        "6011111111111117,    ************1117",
        "378282246310005,     ***********0005",
        "6200000000000000000, ***************0000",
        "4111111111111112,    4111111111111112", // fails the check
        "4901234567894,       4901234567894", // a barcode
        "4901234500044,       4901234500044", // one that passes Luhn's check, as a tenth do
        "491012345678500006,  491012345678500006", // so does this one, of a Japanese magazine
        "00049012345678904,   00049012345678904", // filled up
    })
    void anItemsCodeIsMaskedOnlyIfABrandGivesItOutAsACardsNumber(String code, String kept) {
        assertThat(PanMask.maskCode(code)).isEqualTo(kept);
    }
}
