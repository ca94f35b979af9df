package io.noren.loyalty;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What members see of themselves and nobody else is shown so. */
@Component
public class OwnView {
    private static final int MOST_LOTS = 50;
    private static final int MOST_LOOK_UPS = 50;

    private final JdbcClient sql;
    private final Members members;
    private final PointsTerms terms;
    private final Clock clock;

    OwnView(JdbcClient sql, Members members, PointsTerms terms, Clock clock) {
        this.sql = sql;
        this.members = members;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * Points that begin and lapse together.
     *
     * @param points above 0; what redemptions hold is not among them
     * @param from the day from which they can be spent; null when that is now
     * @param expiry the first day on which they can no longer be spent; null when never
     */
    public record Lot(
            long points, @Nullable LocalDate from, @Nullable LocalDate expiry) {}

    /** Somebody at a till was shown this member. Who it was stays between the store and its staff. */
    public record LookUp(Instant at, String location, String reason) {}

    /** Something that leads to the member, enough of it to be recognised. */
    public record Known(UUID id, IdentifierType type, String masked, Assurance assurance, Instant since) {}

    /** All that is this member: what was told of any of these accounts is theirs. */
    @Transactional(readOnly = true)
    public List<UUID> accounts(UUID member) {
        return sql.sql("select id from loyalty.member where id = :member or part_of = :member")
                .param("member", member)
                .query(UUID.class)
                .list();
    }

    /**
     * What lapses soonest first, at most 50 days' worth.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<Lot> lots(UUID member) {
        return sql.sql("""
                        select sum(l.remaining - l.held)::bigint as points, l.from_at, l.expires_at
                        from (select l.*, case when l.pending_until > :now::timestamptz then l.pending_until end as from_at
                              from loyalty.points_lot l join loyalty.member m on m.id = l.account
                              where (m.id = :member or m.part_of = :member) and l.remaining > l.held
                                and coalesce(l.expires_at > :now::timestamptz, true)) l
                        group by l.from_at, l.expires_at
                        order by l.expires_at nulls last, l.from_at nulls first
                        limit :most
                        """)
                .param("member", members.known(member))
                .param("now", clock.instant().toString())
                .param("most", MOST_LOTS)
                .query((row, number) -> new Lot(
                        row.getLong("points"), day(row.getTimestamp("from_at")), day(row.getTimestamp("expires_at"))))
                .list();
    }

    /**
     * The latest first, at most 50.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<LookUp> lookUps(UUID member) {
        return sql.sql("""
                        select l.at, l.location, l.reason
                        from loyalty.till_lookup l
                        where l.opened in (select id from loyalty.member where id = :member or part_of = :member)
                        order by l.at desc, l.id desc limit :most
                        """)
                .param("member", members.known(member))
                .param("most", MOST_LOOK_UPS)
                .query((row, number) -> new LookUp(
                        row.getTimestamp("at").toInstant(), row.getString("location"), row.getString("reason")))
                .list();
    }

    /**
     * All that leads to the member now.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<Known> identifiers(UUID member) {
        return members.get(member).identifiers().stream()
                .map(each ->
                        new Known(each.id(), each.type(), Mask.identifier(each), each.assurance(), each.validFrom()))
                .toList();
    }

    private @Nullable LocalDate day(@Nullable Timestamp time) {
        return time == null ? null : LocalDate.ofInstant(time.toInstant(), terms.zone());
    }
}
