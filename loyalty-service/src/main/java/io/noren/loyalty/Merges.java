package io.noren.loyalty;

import io.noren.loyalty.Merge.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Joins members who are one customer, and parts them again. Their accounts are linked, and what each bought and earned
 * stays with it, so that nothing need be found out when they part. Announces {@link MembersMerged} and {@link
 * MembersUnmerged}.
 */
@Component
public class Merges {
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_ACTOR = 200;

    private final JdbcClient sql;
    private final Members members;
    private final PointsLedger ledger;
    private final PointsSettlement settlement;
    private final ApplicationEventPublisher facts;
    private final Clock clock;

    Merges(
            JdbcClient sql,
            Members members,
            PointsLedger ledger,
            PointsSettlement settlement,
            ApplicationEventPublisher facts,
            Clock clock) {
        this.sql = sql;
        this.members = members;
        this.ledger = ledger;
        this.settlement = settlement;
        this.facts = facts;
        this.clock = clock;
    }

    /** What a decision is made from: both members, and what each of them has by itself. */
    public record Preview(Side survivor, Side absorbed) {}

    /** @param accounts how many it is made of */
    public record Side(Member member, Points points, int accounts) {}

    /**
     * Proposes that two members are one. Proposed twice it is the same proposal.
     *
     * @param actor who proposes it
     * @throws Refusal {@code MERGE_OF_ONE}, {@code UNKNOWN_MEMBER}, {@code MERGE_REASON_REQUIRED}
     */
    @Transactional
    public Merge propose(UUID survivor, UUID absorbed, String reason, String actor) {
        UUID one = members.known(survivor);
        UUID other = members.known(absorbed);
        if (one.equals(other)) {
            throw new Refusal("MERGE_OF_ONE", "These two are one member already.");
        }
        UUID id = UUID.randomUUID();
        sql.sql("""
                        insert into loyalty.merge (id, survivor, absorbed, state, reason, proposed_by, proposed_at)
                        values (:id, :survivor, :absorbed, 'PROPOSED', :reason, :actor, :now::timestamptz)
                        on conflict do nothing
                        """)
                .params(Map.of(
                        "id",
                        id,
                        "survivor",
                        one,
                        "absorbed",
                        other,
                        "reason",
                        reason(reason),
                        "actor",
                        actor(actor),
                        "now",
                        now().toString()))
                .update();
        return sql.sql("""
                        select * from loyalty.merge
                        where state = 'PROPOSED' and least(survivor, absorbed) = least(?::uuid, ?)
                          and greatest(survivor, absorbed) = greatest(?::uuid, ?)
                        """).params(one, other, one, other).query(Merges::merge).single();
    }

    /** @throws Refusal {@code UNKNOWN_MERGE} */
    @Transactional(readOnly = true)
    public Merge get(UUID id) {
        return sql.sql("select * from loyalty.merge where id = ?")
                .param(id)
                .query(Merges::merge)
                .optional()
                .orElseThrow(Merges::unknown);
    }

    /** What both have now; the same on both sides once they are merged. */
    @Transactional(readOnly = true)
    public Preview preview(Merge merge) {
        return new Preview(side(merge.survivor()), side(merge.absorbed()));
    }

    /**
     * Makes them one. Approved again nothing more is done.
     *
     * @throws Refusal {@code MERGE_DECIDED} if it was rejected or undone, {@code MERGE_OUTDATED} if one of them has been
     *     merged with somebody else meanwhile, {@code REDEMPTION_RUNNING}, {@code UNKNOWN_MERGE}
     */
    @Transactional
    public Merge approve(UUID id, String actor) {
        Merge merge = alone(get(id));
        if (merge.state() == State.MERGED) {
            return merge;
        }
        if (merge.state() != State.PROPOSED) {
            throw decided(merge);
        }
        if (!isOne(merge.survivor()) || !isOne(merge.absorbed())) {
            throw new Refusal(
                    "MERGE_OUTDATED", "One of them is part of another member by now. Propose the merge of those two.");
        }
        refuseWhileRedeeming(List.of(merge.survivor(), merge.absorbed()));
        Instant now = now();
        List<UUID> accounts = sql.sql("""
                        with moved as (
                            update loyalty.member
                            set part_of = :survivor, joined_at = :now::timestamptz, version = version + 1
                            where id = :absorbed or part_of = :absorbed
                            returning id)
                        insert into loyalty.merge_account (merge, account) select :merge, id from moved
                        returning account
                        """)
                .params(Map.of(
                        "survivor", merge.survivor(),
                        "absorbed", merge.absorbed(),
                        "merge", id,
                        "now", now.toString()))
                .query(UUID.class)
                .list();
        facts.publishEvent(new MembersMerged(UUID.randomUUID(), id, merge.survivor(), merge.absorbed(), accounts, now));
        return decide(id, State.MERGED, actor, now);
    }

    /**
     * They are not one. Rejected again nothing more is done.
     *
     * @throws Refusal {@code MERGE_DECIDED}, {@code UNKNOWN_MERGE}
     */
    @Transactional
    public Merge reject(UUID id, String actor) {
        Merge merge = alone(get(id));
        return switch (merge.state()) {
            case PROPOSED -> decide(id, State.REJECTED, actor, now());
            case REJECTED -> merge;
            case MERGED, UNMERGED -> throw decided(merge);
        };
    }

    /**
     * Parts them again: each has the accounts it came with. What one spent of the other's points is made good from its
     * own, and what it lacks for that is its debt. Undone again nothing more is done.
     *
     * @throws Refusal {@code MERGE_DECIDED} if it never came to it, {@code REDEMPTION_RUNNING}, {@code
     *     MERGE_REASON_REQUIRED}, {@code UNKNOWN_MERGE}
     */
    @Transactional
    public Merge undo(UUID id, String reason, String actor) {
        String because = reason(reason);
        Merge merge = get(id);
        UUID member = ledger.memberAlone(merge.absorbed());
        merge = get(id);
        if (merge.state() == State.UNMERGED) {
            return merge;
        }
        if (merge.state() != State.MERGED) {
            throw decided(merge);
        }
        refuseWhileRedeeming(List.of(member));
        Instant now = now();
        List<UUID> leaving = sql.sql("""
                        select m.account from loyalty.merge_account m join loyalty.member a on a.id = m.account
                        where m.merge = ? and a.part_of = ?
                        order by m.account
                        """).params(id, member).query(UUID.class).list();
        settlement.settle(id, member, leaving, now);
        sql.sql("""
                        update loyalty.member
                        set part_of = case when id <> :absorbed then :absorbed end,
                            joined_at = case when id <> :absorbed then :now::timestamptz end,
                            version = version + 1
                        where id in (:leaving)
                        """)
                .params(Map.of("absorbed", merge.absorbed(), "leaving", leaving, "now", now.toString()))
                .update();
        facts.publishEvent(new MembersUnmerged(UUID.randomUUID(), id, member, merge.absorbed(), leaving, now));
        return sql.sql("""
                        update loyalty.merge
                        set state = 'UNMERGED', undone_because = ?, undone_by = ?, undone_at = ?::timestamptz
                        where id = ?
                        returning *
                        """)
                .params(because, actor(actor), now.toString(), id)
                .query(Merges::merge)
                .single();
    }

    /** As it stands, and nobody merges these or moves their points until this transaction ends. */
    private Merge alone(Merge merge) {
        sql.sql("select id from loyalty.member where id in (:both) order by id for update")
                .param("both", List.of(merge.survivor(), merge.absorbed()))
                .query(UUID.class)
                .list();
        return get(merge.id());
    }

    private boolean isOne(UUID member) {
        return members.known(member).equals(member);
    }

    private void refuseWhileRedeeming(List<UUID> several) {
        long running = sql.sql("""
                        select count(*)
                        from loyalty.redemption r join loyalty.member a on a.id = r.account
                        where r.state = 'RESERVED' and coalesce(a.part_of, a.id) in (:members)
                        """).param("members", several).query(Long.class).single();
        if (running > 0) {
            throw new Refusal(
                    "REDEMPTION_RUNNING", "A till or shop is just taking points of theirs. Try again in a minute.");
        }
    }

    private Side side(UUID member) {
        Member shown = members.get(member);
        int accounts = sql.sql("select count(*) from loyalty.member where id = :member or part_of = :member")
                .param("member", shown.id())
                .query(Integer.class)
                .single();
        return new Side(shown, ledger.balance(shown.id()), accounts);
    }

    private Merge decide(UUID id, State state, String actor, Instant now) {
        return sql.sql("""
                        update loyalty.merge set state = ?, decided_by = ?, decided_at = ?::timestamptz
                        where id = ? and state = 'PROPOSED'
                        returning *
                        """)
                .params(state.name(), actor(actor), now.toString(), id)
                .query(Merges::merge)
                .single();
    }

    private static String reason(String told) {
        return PlainText.required("reason", told, LONGEST_REASON, "MERGE_REASON_REQUIRED");
    }

    private static String actor(String told) {
        return PlainText.required("actor", told, LONGEST_ACTOR, "ACTOR_REQUIRED");
    }

    private static Refusal decided(Merge merge) {
        return Refusal.with(
                "MERGE_DECIDED",
                "This merge is in another state. Look at it; if they are one after all, propose it anew.",
                Map.of("state", merge.state().name()));
    }

    private static Refusal unknown() {
        return new Refusal("UNKNOWN_MERGE", "There is no merge with this id.");
    }

    private static Merge merge(ResultSet row, int number) throws SQLException {
        return new Merge(
                row.getObject("id", UUID.class),
                row.getObject("survivor", UUID.class),
                row.getObject("absorbed", UUID.class),
                State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("proposed_by"),
                row.getTimestamp("proposed_at").toInstant(),
                row.getString("decided_by"),
                instant(row.getTimestamp("decided_at")),
                row.getString("undone_because"),
                row.getString("undone_by"),
                instant(row.getTimestamp("undone_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
