package io.noren.integration.screens;

import io.noren.inventory.LocalizedName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The languages that every page speaks. */
public enum Language {
    JAPANESE("ja", "日本語"),
    ENGLISH("en", "English");

    private final String code;
    private final String ownName;

    Language(String code, String ownName) {
        this.code = code;
        this.ownName = ownName;
    }

    static Optional<Language> of(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code.equals(code))
                .findFirst();
    }

    /** Japanese for Japanese; English for everyone else. */
    public static Language of(Locale locale) {
        return of(locale.getLanguage()).orElse(ENGLISH);
    }

    /** The first one that these ranges of an Accept-Language header ask for; English when they ask for none. */
    static Language preferredOf(List<Locale> wanted) {
        return wanted.stream()
                .flatMap(locale -> of(locale.getLanguage()).stream())
                .findFirst()
                .orElse(ENGLISH);
    }

    public String code() {
        return code;
    }

    /** As its speakers call it. */
    String ownName() {
        return ownName;
    }

    Locale locale() {
        return Locale.forLanguageTag(code);
    }

    /** The name in this language, or in the other one where there is none. */
    public String of(LocalizedName name) {
        String first = this == JAPANESE ? name.ja() : name.en();
        String second = this == JAPANESE ? name.en() : name.ja();
        return first != null ? first : second != null ? second : "";
    }
}
