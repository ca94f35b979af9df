package io.noren.loyalty;

import io.noren.loyalty.Merge.State;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /** Most in a list. */
    public static final int MOST_LISTED = 100;

    /** Who proposes and decides where no person does. */
    public static final String RULES = PointsLedger.OURSELVES;

    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_ACTOR = 200;

    private final JdbcClient sql;
    private final MergeBook book;
    private final MergeDoubts doubts;
    private final ClaimBook claims;
    private final IdentifierRules rules;
    private final Members members;
    private final PointsLedger ledger;
    private final PointsSettlement settlement;
    private final ApplicationEventPublisher facts;
    private final Clock clock;

    Merges(
            JdbcClient sql,
            MergeBook book,
            MergeDoubts doubts,
            ClaimBook claims,
            IdentifierRules rules,
            Members members,
            PointsLedger ledger,
            PointsSettlement settlement,
            ApplicationEventPublisher facts,
            Clock clock) {
        this.sql = sql;
        this.book = book;
        this.doubts = doubts;
        this.claims = claims;
        this.rules = rules;
        this.members = members;
        this.ledger = ledger;
        this.settlement = settlement;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * What a decision is made from: both members, and what each of them has by itself.
     *
     * @param conflicts what speaks against their being one; a person may know better
     * @param blockers for which nobody can merge them now
     */
    public record Preview(Side survivor, Side absorbed, List<Doubt> conflicts, List<Doubt> blockers) {}

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
        UUID one;
        UUID other;
        do {
            one = members.known(survivor);
            other = members.known(absorbed);
            if (one.equals(other)) {
                throw new Refusal("MERGE_OF_ONE", "These two are one member already.");
            }
            // So that nobody decides the proposal that is there already while it is read.
            book.alone(List.of(one, other));
        } while (!members.known(survivor).equals(one)
                || !members.known(absorbed).equals(other));
        return book.propose(
                one, other, reason(reason), actor(actor), rules.inForce().version(), now());
    }

    /** @throws Refusal {@code UNKNOWN_MERGE} */
    @Transactional(readOnly = true)
    public Merge get(UUID id) {
        return book.find(id).orElseThrow(Merges::unknown);
    }

    /**
     * Those in a state, the oldest first: what is proposed waits for a person.
     *
     * @param after the last merge of an earlier answer; null to begin
     * @throws Refusal {@code LIMIT_OUT_OF_RANGE}
     */
    @Transactional(readOnly = true)
    public List<Merge> list(State state, @Nullable UUID after, int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw Refusal.at("limit", "LIMIT_OUT_OF_RANGE", "The limit must be from 1 to " + MOST_LISTED + ".");
        }
        return book.list(state, after, limit);
    }

    /**
     * All that a member or one of their accounts was ever part of, the latest first.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<Merge> of(UUID id) {
        UUID member = members.known(id);
        return sql.sql("""
                        with account as (select id from loyalty.member where id = :member or part_of = :member)
                        select * from loyalty.merge
                        where survivor in (select id from account) or absorbed in (select id from account)
                        order by proposed_at desc, id limit :most
                        """)
                .param("member", member)
                .param("most", MOST_LISTED)
                .query(MergeBook::merge)
                .list();
    }

    /** The claims it came of, the oldest first; none if a person had the idea. */
    @Transactional(readOnly = true)
    public List<IdentifierClaim> evidence(UUID merge) {
        return claims.of(merge);
    }

    /** What both have now; the same on both sides once they are merged. */
    @Transactional(readOnly = true)
    public Preview preview(Merge merge) {
        Side survivor = side(merge.survivor());
        Side absorbed = side(merge.absorbed());
        UUID one = survivor.member().id();
        UUID other = absorbed.member().id();
        Set<Doubt> found = one.equals(other)
                ? Set.of()
                : doubts.shown(one, other, rules.inForce().policy());
        return new Preview(
                survivor,
                absorbed,
                found.stream().filter(doubt -> !doubt.blocks()).toList(),
                found.stream().filter(Doubt::blocks).toList());
    }

    /**
     * Makes them one. Approved again nothing more is done.
     *
     * @throws Refusal {@code MERGE_DECIDED} if it was rejected or undone, {@code MERGE_OUTDATED} if one of them has been
     *     merged with somebody else meanwhile, {@code REDEMPTION_RUNNING}, {@code MEMBER_ON_HOLD}, {@code
     *     UNKNOWN_MERGE}
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
        refuseWhileBlocked(List.of(merge.survivor(), merge.absorbed()));
        return book.join(merge, actor(actor), false, now());
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
            case PROPOSED -> book.decide(id, State.REJECTED, actor(actor), false, now());
            case REJECTED -> merge;
            case MERGED, UNMERGED -> throw decided(merge);
        };
    }

    /**
     * Parts them again: each has the accounts it came with. What one spent of the other's points is made good from its
     * own, and what it lacks for that is its debt. Undone again nothing more is done.
     *
     * @throws Refusal {@code MERGE_DECIDED} if it never came to it, {@code REDEMPTION_RUNNING}, {@code MEMBER_ON_HOLD},
     *     {@code MERGE_REASON_REQUIRED}, {@code UNKNOWN_MERGE}
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
        refuseWhileBlocked(List.of(member));
        Instant now = now();
        List<UUID> leaving = book.leaving(id);
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
        book.leave(id, leaving);
        facts.publishEvent(new MembersUnmerged(UUID.randomUUID(), id, member, merge.absorbed(), leaving, now));
        return sql.sql("""
                        update loyalty.merge
                        set state = 'UNMERGED', undone_because = ?, undone_by = ?, undone_at = ?::timestamptz
                        where id = ?
                        returning *
                        """)
                .params(because, actor(actor), now.toString(), id)
                .query(MergeBook::merge)
                .single();
    }

    /** As it stands, and nobody merges these or moves their points until this transaction ends. */
    private Merge alone(Merge merge) {
        book.alone(List.of(merge.survivor(), merge.absorbed()));
        return get(merge.id());
    }

    private boolean isOne(UUID member) {
        return members.known(member).equals(member);
    }

    private void refuseWhileBlocked(List<UUID> several) {
        Set<Doubt> blocking = doubts.blocking(several);
        if (blocking.contains(Doubt.REDEMPTION_RUNNING)) {
            throw new Refusal(
                    "REDEMPTION_RUNNING", "A till or shop is just taking points of theirs. Try again in a minute.");
        }
        if (!blocking.isEmpty()) {
            throw Refusal.with(
                    "MEMBER_ON_HOLD",
                    "One of them is held: nobody merges or parts them until the hold is lifted.",
                    Map.of("holds", blocking));
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

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
