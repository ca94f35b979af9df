package io.noren.loyalty.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

/** What is sealed is read with its key, at its place, as it was; or not at all. */
class SealingTest {
    private static final UUID HANAKO = UUID.randomUUID();
    private static final UUID TARO = UUID.randomUUID();
    private static final Person PERSON = new Person("佐藤", "花子", "サトウ", "ハナコ", LocalDate.of(1988, 4, 12));

    private final DataKey key = DataKey.newOne();

    @Test
    void whatWasSealedIsReadWithItsKeyAtItsPlace() {
        assertThat(key.person(HANAKO, key.seal(HANAKO, PERSON))).isEqualTo(PERSON);
        assertThat(key.contact(TARO, key.seal(TARO, "taro@example.com"))).isEqualTo("taro@example.com");
        Person kanaOnly = new Person(null, null, "サトウ", null, null);
        assertThat(key.person(HANAKO, key.seal(HANAKO, kanaOnly))).isEqualTo(kanaOnly);
    }

    @Test
    void nothingOfItStandsInTheBytesAndTheSameIsNeverSealedTheSame() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            byte[] sealed = key.seal(HANAKO, PERSON);
            assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain("佐", "花", "1988");
            all.add(new String(sealed, StandardCharsets.ISO_8859_1));
        }
        assertThat(all).hasSize(100);
    }

    @Test
    void movedToAnotherRowOrReadWithAnotherKeyItIsNothing() {
        byte[] person = key.seal(HANAKO, PERSON);
        byte[] contact = key.seal(HANAKO, "hanako@example.com");

        assertThatThrownBy(() -> key.person(TARO, person)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> key.contact(TARO, contact)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> key.contact(HANAKO, person))
                .as("another column of a row with the same id")
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> DataKey.newOne().person(HANAKO, person))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("佐藤");
    }

    @Test
    void ofWhateverIsChangedNothingIsRead() {
        byte[] sealed = key.seal(HANAKO, "hanako@example.com");
        for (int place = 0; place < sealed.length; place++) {
            byte[] changed = sealed.clone();
            changed[place] ^= 1;
            assertThatThrownBy(() -> key.contact(HANAKO, changed))
                    .as("byte " + place)
                    .isInstanceOf(IllegalStateException.class);
        }
        for (int length : new int[] {0, 1, 12, 28, 29, sealed.length - 1}) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> key.contact(HANAKO, cut))
                    .as("cut to " + length)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aKeyIsUnwrappedByItsMasterKeyForItsAccountOnly() {
        SecretKey master = SecretBox.newKey();
        byte[] wrapped = key.wrapped(master, HANAKO);
        byte[] sealed = key.seal(HANAKO, PERSON);

        assertThat(DataKey.unwrapped(master, HANAKO, wrapped).person(HANAKO, sealed))
                .isEqualTo(PERSON);
        assertThatThrownBy(() -> DataKey.unwrapped(master, TARO, wrapped)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> DataKey.unwrapped(SecretBox.newKey(), HANAKO, wrapped))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lengthsSayLittle() {
        assertThat(key.seal(HANAKO, "a@b.jp")).hasSameSizeAs(key.seal(HANAKO, "somebody.else@example.com"));
    }

    @Test
    void nothingThatEndsInALogSaysAnything() {
        assertThat(PERSON.toString() + key).isEqualTo("a persona member's key");
    }
}
