package io.noren.integration.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A name is somebody's own, and does no harm in a sentence of ours. */
class PlainWordsTest {

    @Test
    void aLineBreakIsABlankSoThatNoHeaderBeginsAfterIt() {
        assertThat(PlainWords.of("Hanako\r\nBcc: all@example.com", 100)).isEqualTo("Hanako Bcc: all@example.com");
        assertThat(PlainWords.of("山田\u2028\u0000花子\u0085", 100)).isEqualTo("山田 花子");
    }

    @Test
    void marksThatTurnTheDirectionAreTakenOut() {
        assertThat(PlainWords.of("\u202Eolleh\u202C \u2067x\u2069", 100)).isEqualTo("olleh x");
        assertThat(PlainWords.of("שלום", 100))
                .as("what is written that way stays")
                .isEqualTo("שלום");
    }

    @Test
    void whatIsTooLongEndsWithAnEllipsisAndNoCharacterIsTorn() {
        assertThat(PlainWords.of("寿限無".repeat(30), 40)).hasSize(40).endsWith("…");
        String faces = PlainWords.of("😀".repeat(50), 40);
        assertThat(faces.codePointCount(0, faces.length())).isEqualTo(40);
        assertThat(faces.codePoints().filter(point -> point != 0x1F600).toArray())
                .containsExactly('…');
    }

    @Test
    void halfACharacterIsNone() {
        assertThat(PlainWords.of("a\uD83Db", 10)).isEqualTo("ab");
        assertThat(PlainWords.of(" \t ", 10)).isEmpty();
    }
}
