package io.noren.loyalty;

import io.noren.loyalty.LookUpQuestion.AskedBy;
import io.noren.loyalty.LookUpQuestion.Asker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who looked for whom at a till, and why; members may read what concerns them. */
@Component
public class TillLookUpLog {
    /** Most that one answer lists. */
    public static final int MOST = 100;

    private final JdbcClient sql;
    private final Members members;
    private final TillAlarms alarms;
    private final Clock clock;

    TillLookUpLog(JdbcClient sql, Members members, TillAlarms alarms, Clock clock) {
        this.sql = sql;
        this.members = members;
        this.alarms = alarms;
        this.clock = clock;
    }

    /**
     * One time that a member was opened at a till. Who stood there is the shop's to know, and not told to the member.
     *
     * @param by the way they were found; {@code CONTACT} when phone and mail were shown
     */
    public record Opened(Instant at, String location, String till, String reason, String by) {}

    /**
     * The latest first.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<Opened> of(UUID member) {
        return sql.sql("""
                        select l.at, l.location, l.till, l.reason, l.asked_by
                        from loyalty.member m join loyalty.till_lookup l on l.opened = m.id
                        where m.id = :member or m.part_of = :member
                        order by l.at desc, l.id desc limit :most
                        """)
                .param("member", members.known(member))
                .param("most", MOST)
                .query((row, number) -> new Opened(
                        row.getTimestamp("at").toInstant(),
                        row.getString("location"),
                        row.getString("till"),
                        row.getString("reason"),
                        row.getString("asked_by")))
                .list();
    }

    /** The same with who it was, for those who answer for the programme. */
    public record Seen(Opened opened, String actor) {}

    /**
     * The latest first, also of whom it is not told to the member.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<Seen> byWhom(UUID member) {
        return sql.sql("""
                        select l.at, l.location, l.till, l.reason, l.asked_by, l.actor
                        from loyalty.member m join loyalty.till_lookup l on l.opened = m.id
                        where m.id = :member or m.part_of = :member
                        order by l.at desc, l.id desc limit :most
                        """)
                .param("member", members.known(member))
                .param("most", MOST)
                .query((row, number) -> new Seen(
                        new Opened(
                                row.getTimestamp("at").toInstant(),
                                row.getString("location"),
                                row.getString("till"),
                                row.getString("reason"),
                                row.getString("asked_by")),
                        row.getString("actor")))
                .list();
    }

    /**
     * Writes a look-up down and raises what is unusual about it: one statement, unless there is an alarm.
     *
     * @param asked masked
     */
    void write(Asker asker, AskedBy by, String asked, long matches, @Nullable UUID opened) {
        // What follows an opening is no other opening.
        boolean opens = opened != null && by != AskedBy.CONTACT && by != AskedBy.EXPORT;
        alarms.watch(
                asker,
                matches,
                opens ? opened : null,
                before -> sql.sql("""
                        with written as (
                            insert into loyalty.till_lookup
                                (at, actor, till, location, reason, asked_by, asked, matches, opened)
                            values (:at::timestamptz, :actor, :till, :location, :reason, :askedBy, :asked, :matches,
                                    :opened)
                            returning *)
                        """ + before)
                        .param("at", now().toString())
                        .param("actor", asker.actor())
                        .param("till", asker.till())
                        .param("location", asker.location())
                        .param("reason", asker.reason())
                        .param("askedBy", by.name())
                        .param("asked", asked)
                        .param("matches", matches)
                        .param("opened", opened));
    }

    /** Whether the member was opened at this till a moment ago, by whoever works there. */
    boolean wasOpened(Asker asker, UUID member, Duration within) {
        return sql.sql("""
                        select exists (
                            select from loyalty.till_lookup
                            where opened = :member and at > :since::timestamptz and asked_by not in ('CONTACT', 'EXPORT')
                              and till = :till and location = :location)
                        """)
                .param("till", asker.till())
                .param("location", asker.location())
                .param("member", member)
                .param("since", now().minus(within).toString())
                .query(Boolean.class)
                .single();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
