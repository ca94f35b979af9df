package io.noren.loyalty.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The codes that were asked for, how often each was tried, and what happened. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class SignInBook {
    static final int MOST_TRIES = 5;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient sql;

    SignInBook(JdbcClient sql) {
        this.sql = sql;
    }

    enum Step {
        ASKED,
        WITHHELD,
        WRONG,
        SIGNED_IN,
        /** A further contact of a member who was signed in. */
        PROVEN
    }

    /** A code that is being tried; neither account nor code where nothing was sent. */
    record Tried(UUID id, @Nullable UUID account, @Nullable String code) {}

    /** How many were asked for within the hour. */
    record Asked(int byContact, int byCaller, int byMember) {}

    /**
     * Counts, and lets nobody else ask for the same contact, caller or member until this transaction ends: many who ask at
     * the same moment would each count the others too few.
     */
    Asked askedAlone(String contact, String caller, @Nullable UUID member, Instant now) {
        Stream.of(contact, caller, member == null ? contact : member.toString())
                .sorted()
                .forEach(each -> sql.sql("select pg_advisory_xact_lock(hashtextextended('loyalty.sign_in ' || ?, 0))")
                        .param(each)
                        .query(row -> {}));
        return sql.sql("""
                        select (select count(*) from loyalty.sign_in_code
                                where contact = :contact and asked_at > :since::timestamptz) as by_contact,
                               (select count(*) from loyalty.sign_in_code
                                where caller = :caller and asked_at > :since::timestamptz) as by_caller,
                               (select count(*) from loyalty.sign_in_code
                                where asked_at > :since::timestamptz and account in (
                                    select id from loyalty.member
                                    where id = :member::uuid or part_of = :member::uuid)) as by_member
                        """)
                .param("contact", contact)
                .param("caller", caller)
                .param("member", member == null ? null : member.toString())
                .param("since", now.minus(WINDOW).toString())
                .query((row, number) ->
                        new Asked(row.getInt("by_contact"), row.getInt("by_caller"), row.getInt("by_member")))
                .single();
    }

    /** Ends the older code of this contact, and keeps this one. */
    void replace(String contact, String caller, Tried asked, Instant now, Instant expiresAt) {
        sql.sql("update loyalty.sign_in_code set ended_at = ?::timestamptz where contact = ? and ended_at is null")
                .params(now.toString(), contact)
                .update();
        keep(contact, caller, asked, now, expiresAt, null);
    }

    /** Counts an asking for which nothing is sent; an older code stays good. */
    void withhold(String contact, String caller, UUID id, Instant now) {
        keep(contact, caller, new Tried(id, null, null), now, now.plusSeconds(1), now);
    }

    private void keep(
            String contact, String caller, Tried asked, Instant now, Instant expiresAt, @Nullable Instant endedAt) {
        sql.sql("""
                        insert into loyalty.sign_in_code
                            (id, contact, caller, account, code, asked_at, expires_at, ended_at)
                        values (?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?::timestamptz)
                        """)
                .params(Arrays.asList(
                        asked.id(),
                        contact,
                        caller,
                        asked.account(),
                        asked.code(),
                        now.toString(),
                        expiresAt.toString(),
                        endedAt == null ? null : endedAt.toString()))
                .update();
    }

    /** Takes one of the tries that the live code of a contact has left; whoever guesses at the same moment waits. */
    Optional<Tried> tryOnce(String contact, Instant now) {
        return sql.sql("""
                        update loyalty.sign_in_code set tries = tries + 1
                        where contact = :contact and ended_at is null and expires_at > :now::timestamptz
                          and tries < :most
                        returning id, account, code
                        """)
                .param("contact", contact)
                .param("now", now.toString())
                .param("most", MOST_TRIES)
                .query((row, number) -> new Tried(
                        row.getObject("id", UUID.class), row.getObject("account", UUID.class), row.getString("code")))
                .optional();
    }

    void end(UUID id, Instant now) {
        sql.sql("update loyalty.sign_in_code set ended_at = ?::timestamptz where id = ? and ended_at is null")
                .params(now.toString(), id)
                .update();
    }

    void note(Step step, String contact, @Nullable String caller, @Nullable UUID member, Instant now) {
        sql.sql("""
                        insert into loyalty.sign_in_step (at, step, contact, caller, member)
                        values (?::timestamptz, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(now.toString(), step.name(), contact, caller, member))
                .update();
    }

    /** What limits no longer count. */
    void forgetOld(Instant now) {
        sql.sql("delete from loyalty.sign_in_code where asked_at < ?::timestamptz")
                .param(now.minus(KEPT).toString())
                .update();
    }
}
