package io.noren.loyalty;

import com.ibm.icu.text.Transliterator;
import io.noren.loyalty.personal.Person;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reading of a name, however it was typed: half-width, hiragana or katakana are one and the same. Which characters
 * are is Unicode's to say, and ICU's to know.
 */
final class Kana {
    private static final Transliterator TO_KATAKANA = Transliterator.getInstance("NFKC; Hiragana-Katakana; NFC");
    private static final Pattern READING = Pattern.compile("[\\u30A1-\\u30FA\\u30FC-\\u30FE\\u30FB ]+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\u3000]+");
    private static final Pattern BETWEEN_NAMES = Pattern.compile("[ \\u30FB]");

    private Kana() {}

    /**
     * Full-width katakana with single spaces.
     *
     * @throws Refusal {@code KANA_EXPECTED} for anything that is not kana
     */
    static String katakana(String field, String typed) {
        String katakana =
                SPACES.matcher(TO_KATAKANA.transliterate(typed)).replaceAll(" ").strip();
        if (!READING.matcher(katakana).matches() || searchKey(katakana).isEmpty()) {
            throw Refusal.at(field, "KANA_EXPECTED", "Give the reading in katakana or hiragana, without kanji.");
        }
        return katakana;
    }

    /** Both readings, folded; null of somebody without any. */
    static @Nullable String searchKey(Person person) {
        String family = person.familyKana();
        String given = person.givenKana();
        return family == null && given == null
                ? null
                : searchKey((family == null ? "" : family) + (given == null ? "" : given));
    }

    /** Without what people leave out or put in between names. */
    static String searchKey(String katakana) {
        return BETWEEN_NAMES.matcher(katakana).replaceAll("");
    }
}
