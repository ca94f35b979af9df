package io.noren.pos.poslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoyaltyCardsTest {
    @Test
    void aFieldFilledUpToTwentyFiveDigitsLosesItsPadding() {
        assertThat(LoyaltyCards.read("0000000000000010480711668")).isEqualTo("10480711668");
    }

    @Test
    void aLeadingZeroWithinTheLengthOfACardBelongsToIt() {
        assertThat(LoyaltyCards.read(" 0012345678901 ")).isEqualTo("0012345678901");
        assertThat(LoyaltyCards.read("0000000000010480711")).isEqualTo("0000000000010480711");
    }

    @Test
    void zerosOnlyAreNoCard() {
        assertThat(LoyaltyCards.read("0000000000000000000000000")).isNull();
        assertThat(LoyaltyCards.read("0")).isNull();
        assertThat(LoyaltyCards.read("")).isNull();
    }
}
