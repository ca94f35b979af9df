package io.noren.loyalty;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a customer tells about themselves. All names may be absent: a card may be used before anyone registers it.
 *
 * @param familyKana reading of the family name; katakana, hiragana and half-width kana are all understood
 * @param homeLocation id of the store they call their own
 * @param locale BCP 47, such as {@code ja} or {@code en-GB}
 */
public record Profile(
        @Nullable String familyName,
        @Nullable String givenName,
        @Nullable String familyKana,
        @Nullable String givenKana,
        @Nullable LocalDate birthDate,
        @Nullable String homeLocation,
        String locale) {

    /** Spoken where nothing else is known. */
    public static final String DEFAULT_LOCALE = "ja";
}
