package io.noren.loyalty;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** The reading of a name, however it was typed: half-width, hiragana or katakana are one and the same. */
final class Kana {
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
        String wide = SPACES.matcher(Normalizer.normalize(typed, Normalizer.Form.NFKC))
                .replaceAll(" ")
                .strip();
        StringBuilder katakana = new StringBuilder(wide.length());
        for (int i = 0; i < wide.length(); i++) {
            katakana.append(toKatakana(wide.charAt(i)));
        }
        if (!READING.matcher(katakana).matches() || searchKey(katakana).isEmpty()) {
            throw Refusal.at(field, "KANA_EXPECTED", "Give the reading in katakana or hiragana, without kanji.");
        }
        return katakana.toString();
    }

    /** Without what people leave out or put in between names. */
    static String searchKey(CharSequence katakana) {
        return BETWEEN_NAMES.matcher(katakana).replaceAll("");
    }

    /** Both syllabaries have the same order in Unicode, 0x60 apart. */
    private static char toKatakana(char c) {
        boolean hiragana = (c >= '\u3041' && c <= '\u3096') || c == '\u309D' || c == '\u309E';
        return hiragana ? (char) (c + 0x60) : c;
    }
}
