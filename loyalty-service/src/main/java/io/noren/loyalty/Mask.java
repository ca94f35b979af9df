package io.noren.loyalty;

import org.jspecify.annotations.Nullable;

/** Shows enough of a value for its owner to recognise it, and too little for anyone else to use it. */
final class Mask {
    private static final String HIDDEN = "…";
    private static final int LONGEST_TAIL = 4;

    private Mask() {}

    /** The end of a number or a code: at most four characters, and at most a quarter of it. */
    static String tail(String value) {
        int characters = value.codePointCount(0, value.length());
        int shown = Math.min(LONGEST_TAIL, characters / 4);
        return HIDDEN + value.substring(value.offsetByCodePoints(value.length(), -shown));
    }

    static String identifier(Identifier identifier) {
        String value = identifier.value();
        return identifier.type() == IdentifierType.EMAIL ? head(value) + "@" + HIDDEN : tail(value);
    }

    /** A name's first character, or nothing of a name that has no other. */
    static String head(@Nullable String name) {
        if (name == null || name.codePointCount(0, name.length()) < 2) {
            return HIDDEN;
        }
        return name.substring(0, name.offsetByCodePoints(0, 1)) + HIDDEN;
    }
}
