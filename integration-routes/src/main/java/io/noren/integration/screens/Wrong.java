package io.noren.integration.screens;

import io.noren.inventory.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Refusals as sentences, each under the name of the field that it stands beside; what is about no field, under {@code ""}. */
final class Wrong {
    /** What is about no field of the form. */
    static final String WHOLE = "";

    /** What a person typed, among a refusal's properties: its text may repeat it. */
    private static final String TYPED = "typed";

    /** Codes that say something else of each field; their texts are {@code prefix.CODE.field}. */
    private static final Set<String> OF_A_FIELD = Set.of("BAD_SELECTION");

    private Wrong() {}

    static Map<String, String> nothing() {
        return Map.of();
    }

    /** A refusal of what a person typed, before anybody else is asked. */
    static Refusal typed(String code, String field, String typed) {
        return new Refusal(code, "This cannot be read: " + typed, field, Map.of(TYPED, typed));
    }

    static Map<String, String> of(Refusal refusal, Predicate<String> shown, String prefix, Words words, Locale locale) {
        return of(List.of(refusal), shown, prefix, words, locale);
    }

    /**
     * @param shown whether the page has a field of this name; what is about another one is about the whole
     * @param prefix of the texts; the sentence is {@code prefix.CODE}
     */
    static Map<String, String> of(
            List<Refusal> refusals, Predicate<String> shown, String prefix, Words words, Locale locale) {
        Map<String, String> wrong = new HashMap<>();
        for (Refusal refusal : refusals) {
            String named = refusal.field();
            String field = named != null && shown.test(named) ? named : WHOLE;
            String code = OF_A_FIELD.contains(refusal.code())
                    ? refusal.code() + "." + field.substring(field.lastIndexOf('.') + 1)
                    : refusal.code();
            String typed = String.valueOf(refusal.properties().getOrDefault(TYPED, ""));
            wrong.put(field, words.refusal(prefix, code, locale, typed));
        }
        return wrong;
    }
}
