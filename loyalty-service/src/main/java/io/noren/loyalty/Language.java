package io.noren.loyalty;

import java.util.IllformedLocaleException;
import java.util.Locale;

/** The language a member wants to be spoken to in. */
public final class Language {
    private Language() {}

    /**
     * BCP 47, in its canonical case.
     *
     * @throws Refusal {@code UNKNOWN_LOCALE}
     */
    static String tag(String told) {
        return tag("locale", told);
    }

    /** The same of another field. */
    public static String tag(String field, String told) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(told.strip()).build();
            if (!locale.getLanguage().isEmpty()) {
                return locale.toLanguageTag();
            }
        } catch (IllformedLocaleException e) {
            // Answered below.
        }
        throw Refusal.at(field, "UNKNOWN_LOCALE", "Give a language such as ja or en-GB.");
    }
}
