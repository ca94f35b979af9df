package io.noren.loyalty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Members whom nobody merges or parts for now. */
@Component
public class MemberHolds {
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_ACTOR = 200;

    private final JdbcClient sql;
    private final Members members;
    private final MergeBook merges;
    private final Clock clock;

    MemberHolds(JdbcClient sql, Members members, MergeBook merges, Clock clock) {
        this.sql = sql;
        this.members = members;
        this.merges = merges;
        this.clock = clock;
    }

    /**
     * Places a hold. Placed again it is the same.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}, {@code HOLD_REASON_REQUIRED}
     */
    @Transactional
    public MemberHold place(UUID id, MemberHold.Kind kind, String reason, String actor) {
        UUID member = members.known(id);
        // A merge that has looked already is done before the hold is there.
        merges.alone(List.of(member));
        sql.sql("""
                        insert into loyalty.member_hold (id, account, kind, reason, placed_by, placed_at)
                        values (?, ?, ?, ?, ?, ?::timestamptz)
                        on conflict (account, kind) where lifted_at is null do nothing
                        """)
                .params(
                        UUID.randomUUID(),
                        member,
                        kind.name(),
                        PlainText.required("reason", reason, LONGEST_REASON, "HOLD_REASON_REQUIRED"),
                        PlainText.required("actor", actor, LONGEST_ACTOR, "ACTOR_REQUIRED"),
                        now())
                .update();
        return sql.sql("select * from loyalty.member_hold where account = ? and kind = ? and lifted_at is null")
                .params(member, kind.name())
                .query(MemberHolds::hold)
                .single();
    }

    /**
     * Lifts one. Lifted again nothing more is done.
     *
     * @throws Refusal {@code UNKNOWN_HOLD} if this member never had it, {@code UNKNOWN_MEMBER}
     */
    @Transactional
    public void lift(UUID id, UUID hold, String actor) {
        boolean known = sql.sql("""
                                update loyalty.member_hold h
                                set lifted_by = coalesce(h.lifted_by, :actor),
                                    lifted_at = coalesce(h.lifted_at, :now::timestamptz)
                                from loyalty.member a
                                where h.id = :hold and a.id = h.account and coalesce(a.part_of, a.id) = :member
                                """)
                        .param("actor", PlainText.required("actor", actor, LONGEST_ACTOR, "ACTOR_REQUIRED"))
                        .param("now", now())
                        .param("hold", hold)
                        .param("member", members.known(id))
                        .update()
                == 1;
        if (!known) {
            throw new Refusal("UNKNOWN_HOLD", "This member has no such hold.");
        }
    }

    /** Those that are there now, over all accounts of the member. */
    @Transactional(readOnly = true)
    public List<MemberHold> of(UUID id) {
        return sql.sql("""
                        select h.* from loyalty.member_hold h join loyalty.member a on a.id = h.account
                        where h.lifted_at is null and coalesce(a.part_of, a.id) = ?
                        order by h.placed_at, h.id
                        """).param(members.known(id)).query(MemberHolds::hold).list();
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static MemberHold hold(ResultSet row, int number) throws SQLException {
        return new MemberHold(
                row.getObject("id", UUID.class),
                row.getObject("account", UUID.class),
                MemberHold.Kind.valueOf(row.getString("kind")),
                row.getString("reason"),
                row.getString("placed_by"),
                row.getTimestamp("placed_at").toInstant());
    }
}
