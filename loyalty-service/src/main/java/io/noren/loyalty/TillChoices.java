package io.noren.loyalty;

import io.noren.loyalty.LookUpQuestion.AskedBy;
import io.noren.loyalty.LookUpQuestion.Asker;
import io.noren.loyalty.LookUpQuestion.SecondFactor;
import io.noren.loyalty.personal.SearchHashes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who was on a pick list. A list gives no member's id away, only choices: each is for those who were shown the list, for
 * some minutes and a few tries, and opens only with something that the list was not made by.
 */
@Component
class TillChoices {
    private final JdbcClient sql;
    private final People people;
    private final SearchHashes hashes;
    private final TillSettings settings;
    private final Clock clock;

    TillChoices(JdbcClient sql, People people, SearchHashes hashes, TillSettings settings, Clock clock) {
        this.sql = sql;
        this.people = people;
        this.hashes = hashes;
        this.settings = settings;
        this.clock = clock;
    }

    /** One of a list, which has been tried once more. */
    private record Tried(
            UUID member, String listedBy, @Nullable String used) {}

    /** The choices of a new list, in the order of its members. */
    List<UUID> listed(Asker asker, LookUpQuestion question, AskedBy by, List<UUID> members) {
        Instant now = now();
        sql.sql("delete from loyalty.till_choice where expires_at < ?::timestamptz")
                .param(now.toString())
                .update();
        return members.stream()
                .map(member -> listed(asker, question, by, member, now))
                .toList();
    }

    private UUID listed(Asker asker, LookUpQuestion question, AskedBy by, UUID member, Instant now) {
        UUID choice = UUID.randomUUID();
        sql.sql("""
                        insert into loyalty.till_choice (id, member, actor, till, listed_by, used, expires_at, tries_left)
                        values (:id, :member, :actor, :till, :by, :used, :until::timestamptz, :tries)
                        """)
                .param("id", choice)
                .param("member", member)
                .param("actor", asker.actor())
                .param("till", asker.till())
                .param("by", by.name())
                .param("used", by == AskedBy.PHONE_LAST4_AND_KANA ? hash(question.key()) : null)
                .param("until", now.plus(settings.choiceHolds()).toString())
                .param("tries", settings.triesPerChoice())
                .update();
        return choice;
    }

    /**
     * Whose choice this is, if the second factor is theirs; a try is gone either way.
     *
     * @throws Refusal {@code CHOICE_ENDED}
     */
    Optional<UUID> open(Asker asker, UUID choice, SecondFactor factor) {
        Tried tried = sql.sql("""
                        update loyalty.till_choice set tries_left = tries_left - 1
                        where id = :id and actor = :actor and till = :till and tries_left > 0
                          and expires_at > :now::timestamptz
                        returning member, listed_by, used
                        """)
                .param("id", choice)
                .param("actor", asker.actor())
                .param("till", asker.till())
                .param("now", now().toString())
                .query((row, number) -> new Tried(
                        row.getObject("member", UUID.class), row.getString("listed_by"), row.getString("used")))
                .optional()
                .orElseThrow(() -> Refusal.at(
                        "choice",
                        "CHOICE_ENDED",
                        "This choice was tried too often or its time is over. Look the customer up again."));
        if (!matches(tried, factor)) {
            return Optional.empty();
        }
        sql.sql("delete from loyalty.till_choice where id = ?").param(choice).update();
        return Optional.of(tried.member());
    }

    /** The digits that made the list prove nothing, nor does a card whose end stands on the receipt that was shown. */
    private boolean matches(Tried tried, SecondFactor factor) {
        boolean byReceipt = tried.listedBy().equals(AskedBy.RECEIPT.name());
        boolean byBirthday = tried.listedBy().equals(AskedBy.NAME_AND_BIRTHDAY.name());
        Integer birthday = factor.birthday();
        String four = factor.lastFour();
        return (birthday == null || (!byBirthday && isBirthdayOf(tried.member(), birthday)))
                && (four == null
                        || (!hash(four).equals(tried.used()) && isEndOfSomethingOf(tried.member(), four, byReceipt)));
    }

    private boolean isBirthdayOf(UUID member, int birthday) {
        List<UUID> accounts = sql.sql("select id from loyalty.member where id = :member or part_of = :member")
                .param("member", member)
                .query(UUID.class)
                .list();
        return people.birthDates(accounts).stream().anyMatch(born -> CheckedProfile.birthday(born) == birthday);
    }

    private boolean isEndOfSomethingOf(UUID member, String four, boolean byReceipt) {
        return sql.sql("""
                        select exists (
                            select from loyalty.member m join loyalty.identifier i on i.account = m.id
                            where (m.id = :member or m.part_of = :member) and i.valid_to is null
                              and (i.type = 'PHONE' and i.last_four_hash = :hash
                                   or i.type = 'CARD' and not :byReceipt
                                      and length(i.value) > 4 and right(i.value, 4) = :four))
                        """)
                .param("member", member)
                .param("hash", hashes.lastFour(four))
                .param("four", four)
                .param("byReceipt", byReceipt)
                .query(Boolean.class)
                .single();
    }

    private String hash(String lastFour) {
        return Long.toHexString(hashes.lastFour(lastFour));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
