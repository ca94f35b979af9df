package io.noren.loyalty;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One customer, over all channels.
 *
 * @param familyKana full-width katakana
 * @param memberSince when their oldest account was opened
 * @param version rises with every change of the profile
 * @param identifiers all live ones, of every account that is part of this member
 */
public record Member(
        UUID id,
        @Nullable String familyName,
        @Nullable String givenName,
        @Nullable String familyKana,
        @Nullable String givenKana,
        @Nullable LocalDate birthDate,
        @Nullable String homeLocation,
        String locale,
        Instant memberSince,
        long version,
        List<Identifier> identifiers) {

    /** The part that the customer may change. */
    public Profile profile() {
        return new Profile(familyName, givenName, familyKana, givenKana, birthDate, homeLocation, locale);
    }
}
