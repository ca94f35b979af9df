package io.noren.integration.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text is cut so that a phone can put it together again, letter for letter. */
class ShortMessageTest {

    @ParameterizedTest
    @CsvSource({"160, 1", "161, 2", "306, 2", "307, 3"})
    void whatTheGsmAlphabetHasIsSentInIt(int length, int parts) {
        ShortMessage message = ShortMessage.of("a".repeat(length), 7);

        assertThat(message.dataCoding()).isEqualTo(ShortMessage.GSM);
        assertThat(message.parts()).hasSize(parts);
    }

    @ParameterizedTest
    @CsvSource({"70, 1", "71, 2", "134, 2", "135, 3"})
    void everythingElseAsUcs2(int length, int parts) {
        ShortMessage message = ShortMessage.of("茶".repeat(length), 7);

        assertThat(message.dataCoding()).isEqualTo(ShortMessage.UCS2);
        assertThat(message.parts())
                .hasSize(parts)
                .allSatisfy(part -> assertThat(part.length).isLessThanOrEqualTo(140));
        assertThat(putTogether(message)).isEqualTo("茶".repeat(length));
    }

    @Test
    void signsThatLookAlikeHaveTheirOwnCodes() {
        assertThat(GsmAlphabet.encode("@$_ AZaz09¥ü"))
                .containsExactly(0x00, 0x02, 0x11, 0x20, 'A', 'Z', 'a', 'z', '0', '9', 0x03, 0x7E);
        assertThat(GsmAlphabet.encode("[€]")).containsExactly(0x1B, 0x3C, 0x1B, 0x65, 0x1B, 0x3E);
        assertThat(GsmAlphabet.has("`")).isFalse();
        assertThat(GsmAlphabet.has("\uFFFF")).isFalse();
    }

    @Test
    void aSignOfTwoOctetsIsNotTornApart() {
        ShortMessage message = ShortMessage.of("a".repeat(152) + "€".repeat(10), 7);

        assertThat(message.parts()).hasSize(2);
        assertThat(message.parts().get(0)).hasSize(6 + 152);
        assertThat(message.parts().get(1)[6]).isEqualTo(GsmAlphabet.ESCAPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"😀", "が", "👍🏽"})
    void whatPeopleTakeForOneCharacterIsNotTornApart(String character) {
        String text = "茶".repeat(66) + character.repeat(20);
        ShortMessage message = ShortMessage.of(text, 7);

        assertThat(putTogether(message)).isEqualTo(text);
        assertThat(message.parts())
                .allSatisfy(part -> assertThat(decoded(part))
                        .matches(words -> !Character.isLowSurrogate(words.charAt(0)), "begins whole")
                        .matches(words -> !Character.isHighSurrogate(words.charAt(words.length() - 1)), "ends whole")
                        .doesNotContain("\uFFFD"));
    }

    @Test
    void partsSayWhichMessageTheyBelongToAndTheSameWhenSentAgain() {
        ShortMessage message = ShortMessage.of("茶".repeat(150), 0x1234);

        assertThat(message.isLong()).isTrue();
        for (int n = 0; n < 3; n++) {
            assertThat(Arrays.copyOf(message.parts().get(n), 6)).containsExactly(5, 0, 3, 0x34, 3, n + 1);
        }
        assertThat(ShortMessage.of("茶".repeat(150), 0x1234).parts().get(1))
                .isEqualTo(message.parts().get(1));
    }

    private static String putTogether(ShortMessage message) {
        return message.parts().stream()
                .map(part -> message.isLong() ? decoded(part) : new String(part, StandardCharsets.UTF_16BE))
                .collect(Collectors.joining());
    }

    private static String decoded(byte[] part) {
        return new String(part, 6, part.length - 6, StandardCharsets.UTF_16BE);
    }
}
