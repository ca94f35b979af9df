package io.noren.loyalty;

import io.noren.loyalty.LookUpQuestion.Asker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Look-ups at a till that a manager should ask about: each is told once in its hour or day, however long it goes on. */
@Component
public class TillAlarms {
    /** Most that one answer lists. */
    public static final int MOST = 100;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final JdbcClient sql;
    private final TillSettings settings;
    private final Clock clock;

    TillAlarms(JdbcClient sql, TillSettings settings, Clock clock) {
        this.sql = sql;
        this.settings = settings;
        this.clock = clock;
    }

    /** What is unusual. */
    public enum Kind {
        /** Many different members opened within an hour. */
        MANY_MEMBERS,
        /** One look-up after the other that found nobody. */
        MISSES_IN_A_ROW,
        /** One member opened again and again who buys nothing. */
        SAME_MEMBER_OFTEN
    }

    /**
     * @param actor the person or device that looked
     * @param member for {@link Kind#SAME_MEMBER_OFTEN} whom; null otherwise
     * @param seen how many members, misses or openings
     * @param at when it was told
     */
    public record Alarm(
            Instant at,
            Kind kind,
            String actor,
            String till,
            String location,
            @Nullable UUID member,
            long seen) {}

    /**
     * The latest first.
     *
     * @param location of one store's tills; null for all
     */
    @Transactional(readOnly = true)
    public List<Alarm> latest(@Nullable String location) {
        return sql.sql("""
                        select * from loyalty.till_alarm
                        where :location::text is null or location = :location
                        order by at desc, id desc limit :most
                        """)
                .param("location", location)
                .param("most", MOST)
                .query((row, number) -> new Alarm(
                        row.getTimestamp("at").toInstant(),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("actor"),
                        row.getString("till"),
                        row.getString("location"),
                        row.getObject("member", UUID.class),
                        row.getLong("seen")))
                .list();
    }

    /** How many were told in the last 24 hours, of every kind. */
    @Transactional(readOnly = true)
    public Map<Kind, Long> today() {
        Map<Kind, Long> counted = new HashMap<>();
        for (Kind kind : Kind.values()) {
            counted.put(kind, 0L);
        }
        sql.sql("select kind, count(*) as alarms from loyalty.till_alarm where at > :since::timestamptz group by kind")
                .param("since", now().minus(DAY).toString())
                .query(row -> {
                    counted.put(Kind.valueOf(row.getString("kind")), row.getLong("alarms"));
                });
        return counted;
    }

    /** Completes the statement that writes a look-up down, whose new row it calls {@code written}. */
    interface Writing {
        JdbcClient.StatementSpec with(String query);
    }

    /** Writes a look-up down, in the transaction of its answer, and looks at what was before it in the same statement. */
    void watch(Asker asker, long matches, @Nullable UUID opened, Writing look) {
        if (opened != null) {
            Openings openings = openings(look);
            raise(Kind.MANY_MEMBERS, asker, null, openings.members(), settings.manyMembers());
            raise(Kind.SAME_MEMBER_OFTEN, asker, opened, openings.inVain(), settings.sameMember());
        } else if (matches == 0) {
            raise(Kind.MISSES_IN_A_ROW, asker, null, missesInARow(look), settings.missesInARow());
        } else {
            look.with("select count(*) from written").query(Long.class).single();
        }
    }

    /**
     * @param members different ones that were opened at a till within an hour
     * @param inVain of one of them within a day; what the member bought since makes the openings before it usual
     */
    private record Openings(long members, long inVain) {}

    /** This one and those before it. */
    private long missesInARow(Writing miss) {
        return miss.with("""
                        select count(*) filter (where matches = 0) + (select count(*) from written)
                        from (select matches from loyalty.till_lookup
                              where actor = :actor and till = :till and at > :hourAgo::timestamptz
                              order by at desc, id desc limit :before) latest
                        """)
                .param("hourAgo", now().minus(HOUR).toString())
                .param("before", settings.missesInARow() - 1)
                .query(Long.class)
                .single();
    }

    private Openings openings(Writing opening) {
        Instant now = now();
        return opening.with("""
                        select (select count(distinct opened)
                                from (select opened from written
                                      union all
                                      select opened from loyalty.till_lookup
                                      where actor = :actor and till = :till and at > :hourAgo::timestamptz) l) as members,
                               (select count(*)
                                from (select at from written
                                      union all
                                      select at from loyalty.till_lookup
                                      where opened = :opened and actor = :actor and asked_by <> 'CONTACT') l
                                where at > greatest(:dayAgo::timestamptz, (
                                      select max(p.occurred_at)
                                      from loyalty.member m join loyalty.purchase p on p.account = m.id
                                      where m.id = :opened or m.part_of = :opened))) as in_vain
                        """)
                .param("hourAgo", now.minus(HOUR).toString())
                .param("dayAgo", now.minus(DAY).toString())
                .query((row, number) -> new Openings(row.getLong("members"), row.getLong("in_vain")))
                .single();
    }

    private void raise(Kind kind, Asker asker, @Nullable UUID member, long seen, int from) {
        if (seen < from) {
            return;
        }
        Instant now = now();
        sql.sql("""
                        insert into loyalty.till_alarm as a (kind, actor, till, location, member, period, seen, at)
                        values (:kind, :actor, :till, :location, :member, :period::timestamptz, :seen, :at::timestamptz)
                        on conflict on constraint till_alarm_once do update set seen = excluded.seen
                            where a.seen < excluded.seen
                        """)
                .param("kind", kind.name())
                .param("actor", asker.actor())
                .param("till", asker.till())
                .param("location", asker.location())
                .param("member", member)
                .param(
                        "period",
                        now.truncatedTo(member == null ? ChronoUnit.HOURS : ChronoUnit.DAYS)
                                .toString())
                .param("seen", seen)
                .param("at", now.toString())
                .update();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
