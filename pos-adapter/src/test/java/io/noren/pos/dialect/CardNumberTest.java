package io.noren.pos.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CardNumberTest {
    @Test
    void aFieldFilledUpToTwentyFiveDigitsLosesItsPadding() {
        assertThat(CardNumber.read("0000000000000010480711668")).isEqualTo("10480711668");
    }

    @Test
    void aLeadingZeroWithinTheLengthOfACardBelongsToIt() {
        assertThat(CardNumber.read(" 0012345678901 ")).isEqualTo("0012345678901");
        assertThat(CardNumber.read("0000000000010480711")).isEqualTo("0000000000010480711");
    }

    @Test
    void zerosOnlyAreNoCard() {
        assertThat(CardNumber.read("0000000000000000000000000")).isNull();
        assertThat(CardNumber.read("0")).isNull();
        assertThat(CardNumber.read("")).isNull();
    }
}
