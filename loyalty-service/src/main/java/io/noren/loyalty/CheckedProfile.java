package io.noren.loyalty;

import io.noren.loyalty.personal.Person;
import io.noren.loyalty.personal.SearchHashes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A profile as it can be kept.
 *
 * @param kanaKey both readings folded for searching; null without any
 */
record CheckedProfile(
        Person person, @Nullable String kanaKey, @Nullable String homeLocation, String locale) {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_LOCATION = 64;
    private static final int EARLIEST_BIRTH_YEAR = 1900;

    /** @throws Refusal for the first field that cannot be */
    static CheckedProfile of(Profile told, Instant now) {
        String family = PlainText.optional("familyName", told.familyName(), LONGEST_NAME);
        String given = PlainText.optional("givenName", told.givenName(), LONGEST_NAME);
        String familyReading = reading("familyKana", told.familyKana());
        String givenReading = reading("givenKana", told.givenKana());
        LocalDate born = plausible(told.birthDate(), now);
        String home = PlainText.optional("homeLocation", told.homeLocation(), LONGEST_LOCATION);
        String language = Language.tag(told.locale());
        Person person = new Person(family, given, familyReading, givenReading, born);
        return new CheckedProfile(person, Kana.searchKey(person), home, language);
    }

    /** Whether a name or its reading is known. */
    boolean isNamed() {
        return person.familyName() != null || person.givenName() != null || kanaKey != null;
    }

    /** By what a look-up by birthday and reading finds it; null without either. */
    @Nullable
    List<Long> birthdayKana(SearchHashes hashes) {
        LocalDate born = person.birthDate();
        return born == null || kanaKey == null ? null : hashes.birthdayAndKanas(birthday(born), kanaKey);
    }

    /** Month times 100 plus day. */
    static int birthday(LocalDate born) {
        return born.getMonthValue() * 100 + born.getDayOfMonth();
    }

    private static @Nullable String reading(String field, @Nullable String typed) {
        String text = PlainText.optional(field, typed, LONGEST_NAME);
        return text == null ? null : Kana.katakana(field, text);
    }

    private static @Nullable LocalDate plausible(@Nullable LocalDate born, Instant now) {
        if (born == null) {
            return null;
        }
        // By the zone furthest ahead, so that nobody is refused who was born today in Japan.
        LocalDate latest = LocalDate.ofInstant(now, ZoneOffset.MAX);
        if (born.getYear() < EARLIEST_BIRTH_YEAR || born.isAfter(latest)) {
            throw Refusal.at("birthDate", "IMPLAUSIBLE_BIRTH_DATE", "The date of birth must be from 1900 to today.");
        }
        return born;
    }
}
