package io.noren.loyalty;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account's life: opened, by a person who registers or by the first use of a card; told more about; perhaps joined
 * to another account of the same person. Joining is not done here: it is one conditional statement.
 */
@Entity
@Table(schema = "loyalty", name = "member")
class MemberAccount {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_LOCATION = 64;
    private static final int EARLIEST_BIRTH_YEAR = 1900;

    @Id
    private UUID id;

    @Column(name = "family_name")
    private @Nullable String familyName;

    @Column(name = "given_name")
    private @Nullable String givenName;

    @Column(name = "family_kana")
    private @Nullable String familyKana;

    @Column(name = "given_kana")
    private @Nullable String givenKana;

    @Column(name = "kana_key")
    private @Nullable String kanaKey;

    @Column(name = "birth_date")
    private @Nullable LocalDate birthDate;

    @Column(name = "home_location")
    private @Nullable String homeLocation;

    private String locale = Profile.DEFAULT_LOCALE;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Version
    private @Nullable Long version;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init")
    protected MemberAccount() {}

    private MemberAccount(UUID id, Instant createdAt) {
        this.id = id;
        this.createdAt = createdAt;
    }

    static MemberAccount open(Profile profile, Instant now) {
        MemberAccount account = new MemberAccount(UUID.randomUUID(), now);
        account.change(profile, now);
        return account;
    }

    /** @throws Refusal for the first field that cannot be, and nothing is changed */
    void change(Profile told, Instant now) {
        String family = PlainText.optional("familyName", told.familyName(), LONGEST_NAME);
        String given = PlainText.optional("givenName", told.givenName(), LONGEST_NAME);
        String familyReading = reading("familyKana", told.familyKana());
        String givenReading = reading("givenKana", told.givenKana());
        LocalDate born = plausible(told.birthDate(), now);
        String home = PlainText.optional("homeLocation", told.homeLocation(), LONGEST_LOCATION);
        String language = Language.tag(told.locale());

        familyName = family;
        givenName = given;
        familyKana = familyReading;
        givenKana = givenReading;
        kanaKey = searchKey(familyReading, givenReading);
        birthDate = born;
        homeLocation = home;
        locale = language;
    }

    UUID id() {
        return id;
    }

    Instant createdAt() {
        return createdAt;
    }

    long version() {
        return version == null ? 0 : version;
    }

    Profile profile() {
        return new Profile(familyName, givenName, familyKana, givenKana, birthDate, homeLocation, locale);
    }

    private static @Nullable String reading(String field, @Nullable String typed) {
        String text = PlainText.optional(field, typed, LONGEST_NAME);
        return text == null ? null : Kana.katakana(field, text);
    }

    private static @Nullable String searchKey(@Nullable String family, @Nullable String given) {
        if (family == null && given == null) {
            return null;
        }
        return Kana.searchKey((family == null ? "" : family) + (given == null ? "" : given));
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
