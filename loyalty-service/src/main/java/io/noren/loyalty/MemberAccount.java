package io.noren.loyalty;

import io.noren.loyalty.personal.DataKey;
import io.noren.loyalty.personal.Person;
import io.noren.loyalty.personal.SearchHashes;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account's life: opened, by a person who registers or by the first use of a card; told more about; perhaps joined
 * to another account of the same person. Joining is not done here: it is one conditional statement.
 */
@Entity
@Table(schema = "loyalty", name = "member")
class MemberAccount {
    @Id
    private UUID id;

    /** A {@link Person}, sealed. */
    private byte @Nullable [] personal;

    /** Read in the database: an account that nobody has a name for is joined to whoever shows its card. */
    @SuppressWarnings("UnusedVariable")
    private boolean named;

    @Column(name = "birthday_kana")
    private Long @Nullable [] birthdayKana;

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

    static MemberAccount open(Instant now) {
        return new MemberAccount(UUID.randomUUID(), now);
    }

    /** @param key the account's; not needed for a profile without anything personal */
    void change(CheckedProfile told, @Nullable DataKey key, SearchHashes hashes) {
        // What stays the same is not sealed anew: that would be a change.
        if (!told.person().equals(person(key))) {
            personal = told.person().isNobody()
                    ? null
                    : Objects.requireNonNull(key).seal(id, told.person());
            named = told.isNamed();
            List<Long> beginnings = told.birthdayKana(hashes);
            birthdayKana = beginnings == null ? null : beginnings.toArray(Long[]::new);
        }
        homeLocation = told.homeLocation();
        locale = told.locale();
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

    /** @param key the account's; without it nobody is known any more */
    Profile profile(@Nullable DataKey key) {
        Person person = person(key);
        return new Profile(
                person.familyName(),
                person.givenName(),
                person.familyKana(),
                person.givenKana(),
                person.birthDate(),
                homeLocation,
                locale);
    }

    private Person person(@Nullable DataKey key) {
        return personal == null || key == null ? Person.NOBODY : key.person(id, personal);
    }
}
