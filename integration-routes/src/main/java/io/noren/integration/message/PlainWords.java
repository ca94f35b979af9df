package io.noren.integration.message;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Words of others, such as a name or an item, made fit to stand in a sentence of ours. */
final class PlainWords {
    /** Line breaks and other controls; marks that turn the direction of what follows them; what is not to be seen. */
    private static final Pattern UNFIT =
            Pattern.compile("[\\p{Cc}\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u2069\\uFEFF\\uFFF9-\\uFFFB]+");

    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private PlainWords() {}

    /** @param longest in characters as people count them, roughly */
    static String of(String words, int longest) {
        String fit =
                UNFIT.matcher(Normalizer.normalize(words, Normalizer.Form.NFC)).replaceAll(" ");
        String plain = BLANKS.matcher(LONE_SURROGATE.matcher(fit).replaceAll(""))
                .replaceAll(" ")
                .strip();
        if (plain.codePointCount(0, plain.length()) <= longest) {
            return plain;
        }
        return plain.substring(0, plain.offsetByCodePoints(0, longest - 1)).strip() + "…";
    }
}
