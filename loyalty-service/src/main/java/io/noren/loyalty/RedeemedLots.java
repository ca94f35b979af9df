package io.noren.loyalty;

import static io.noren.loyalty.Presenters.PRESENTER;

import io.noren.loyalty.Presenters.Presented;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The lots that redemptions hold, take from and give back to. Nobody else moves the member's points meanwhile. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class RedeemedLots {
    /** Whoever waited for a member knows only now, by a fresh statement, whether the account is still theirs. */
    private static final String RESOLVED = """
            resolved as (
                update loyalty.redemption d set state = :state, resolved_at = :now::timestamptz
                from loyalty.member a
                where d.id = :id and d.state = 'RESERVED' and a.id = d.account and coalesce(a.part_of, a.id) = :member
                returning d.id)
            """;

    private static final String OWED = """
            owed as (
                select coalesce(sum(b.debt), 0)::bigint as points
                from loyalty.member m join loyalty.points_balance b on b.account = m.id
                where m.id = :member or m.part_of = :member)
            """;

    /** The lots of the member from which can be spent now. */
    private static final String SPENDABLE = """
            from loyalty.member m join loyalty.points_lot l on l.account = m.id
            where (m.id = :member or m.part_of = :member) and l.remaining > l.held
              and coalesce(l.pending_until <= :now::timestamptz, true)
              and coalesce(l.expires_at > :now::timestamptz, true)
            """;

    private final JdbcClient sql;
    private final PointsLedger ledger;
    private final PointsTerms terms;

    RedeemedLots(JdbcClient sql, PointsLedger ledger, PointsTerms terms) {
        this.sql = sql;
        this.ledger = ledger;
        this.terms = terms;
    }

    /**
     * What came of holding.
     *
     * @param theirs whether the account is still of the member who is alone; nothing else was done otherwise
     * @param allowed whether what was shown may spend their points
     * @param presentedBy the identifier that was shown
     * @param held whether it was new and there were so many points to spend
     */
    record Held(boolean theirs, boolean allowed, @Nullable UUID presentedBy, boolean held) {}

    /**
     * Holds the points of a redemption and writes it down, if it is new, the account is the member's, what was shown may
     * spend and there are so many to spend.
     */
    Held hold(Redemption asked, UUID member, Presented presented) {
        return sql.sql("with " + OWED + "," + PRESENTER + """
                        ,
                        standing as (
                            select from loyalty.member
                            where id = :account and coalesce(part_of, id) = :member and erased_at is null),
                        there as (
                            select l.id, l.remaining - l.held as free,
                                   sum(l.remaining - l.held) over (order by l.expires_at, l.earned_at, l.id) as upto,
                                   sum(l.remaining - l.held) over () as spendable
                        """ + SPENDABLE + """
                            ),
                        free as (
                            select t.id, least(t.free, :points - (t.upto - t.free)) as points
                            from standing, presenter p, owed o, there t
                            where p.allowed and t.spendable - o.points >= :points and t.upto - t.free < :points),
                        asked as (
                            insert into loyalty.redemption
                                (id, account, points, source, source_transaction, presented_by, state,
                                 reserved_at, ends_at)
                            select :id, :account, :points, :source, :sourceTransaction, p.id, 'RESERVED',
                                   :now::timestamptz, :endsAt::timestamptz
                            from presenter p
                            where exists (select from free)
                            on conflict (source, source_transaction) do nothing
                            returning id as redemption),
                        taken as (select * from asked, free),
                        lots as (
                            update loyalty.points_lot l set held = l.held + t.points
                            from taken t where t.id = l.id),
                        parts as (
                            insert into loyalty.redemption_lot (redemption, lot, points)
                            select redemption, id, points from taken)
                        select exists (select from standing) as theirs, p.allowed, p.id as presented_by,
                               exists (select from asked) as held
                        from presenter p
                        """)
                .params(Map.of(
                        "member", member,
                        "id", asked.id(),
                        "account", asked.account(),
                        "points", asked.points(),
                        "source", asked.source(),
                        "sourceTransaction", asked.sourceTransaction(),
                        "now", asked.reservedAt().toString(),
                        "endsAt", asked.endsAt().toString()))
                .param("shownType", presented.shownType())
                .param("shownValue", presented.shownValue())
                .param("spending", presented.spending().toArray(String[]::new))
                .query((row, number) -> new Held(
                        row.getBoolean("theirs"),
                        row.getBoolean("allowed"),
                        row.getObject("presented_by", UUID.class),
                        row.getBoolean("held")))
                .single();
    }

    /**
     * Resolves a redemption that is still reserved, and takes what it holds, with an entry on each account whose lots
     * that is of. What it takes was held, so what can be spent is the same before and after.
     *
     * @return whether it was still reserved, and the member's
     */
    boolean spend(Redemption redemption, UUID member, Instant now) {
        record Spent(PointsEntry entry, Points left) {}
        List<Spent> spent = sql.sql("with " + RESOLVED + "," + OWED + """
                        ,
                        free as (
                            select coalesce(sum(l.remaining - l.held), 0)::bigint as points
                        """ + SPENDABLE + """
                            ),
                        parts as (
                            select l.account, p.lot, p.points
                            from resolved r
                            join loyalty.redemption_lot p on p.redemption = r.id
                            join loyalty.points_lot l on l.id = p.lot),
                        lots as (
                            update loyalty.points_lot l
                            set remaining = l.remaining - p.points, held = l.held - p.points
                            from parts p where p.lot = l.id),
                        entries as (
                            insert into loyalty.points_entry
                                (id, account, points, purpose, against, source, source_transaction,
                                 occurred_at, recorded_at)
                            select gen_random_uuid(), account, -sum(points), 'SPEND', 'REDEEMED', :source,
                                   :sourceTransaction, :now::timestamptz, :now::timestamptz
                            from parts group by account
                            returning *),
                        changes as (
                            insert into loyalty.points_lot_change (entry, lot, points)
                            select e.id, p.lot, -p.points from entries e join parts p using (account)),
                        balances as (
                            update loyalty.points_balance b
                            set points = b.points + e.points, changed_at = greatest(b.changed_at, e.recorded_at)
                            from entries e where e.account = b.account)
                        select e.*, f.points as free, o.points as debt from entries e, free f, owed o
                        """)
                .params(Map.of(
                        "id", redemption.id(),
                        "member", member,
                        "state", Redemption.State.CAPTURED.name(),
                        "source", redemption.source(),
                        "sourceTransaction", redemption.sourceTransaction(),
                        "now", now.toString()))
                .query((row, number) -> new Spent(
                        PointsLedger.entry(row, number),
                        Points.of(row.getLong("free"), 0, row.getLong("debt"), null, null)))
                .list();
        for (Spent each : spent) {
            ledger.announce(each.entry(), member, each.left());
        }
        return !spent.isEmpty();
    }

    /**
     * Resolves a redemption that is still reserved, and lets go of what it holds.
     *
     * @return whether it was still reserved, and the member's
     */
    boolean letGo(Redemption redemption, UUID member, Redemption.State state, Instant now) {
        return sql.sql("with " + RESOLVED + """

                                update loyalty.points_lot l set held = l.held - p.points
                                from resolved r join loyalty.redemption_lot p on p.redemption = r.id
                                where l.id = p.lot
                                """)
                        .params(Map.of(
                                "id", redemption.id(),
                                "member", member,
                                "state", state.name(),
                                "now", now.toString()))
                        .update()
                > 0;
    }

    /**
     * Puts points back to the lots they were taken from; what has been settled since, to the account that spent it.
     *
     * @param points no more than what is left
     */
    void giveBack(
            Redemption redemption,
            UUID member,
            long points,
            Left left,
            String source,
            String sourceTransaction,
            Instant now) {
        long toLots = Math.min(points, left.inLots());
        if (toLots > 0) {
            ledger.announce(putIntoLots(redemption, toLots, source, sourceTransaction, now), member);
        }
        if (points > toLots) {
            putToSpender(redemption, points - toLots, source, sourceTransaction, now);
        }
    }

    /** What the spender has made good to the lots since is theirs now. */
    private void putToSpender(
            Redemption redemption, long points, String source, String sourceTransaction, Instant now) {
        sql.sql("update loyalty.redemption set settled_back = settled_back + ? where id = ?")
                .params(points, redemption.id())
                .update();
        ledger.earn(
                new PointsEntry(
                        UUID.randomUUID(),
                        redemption.account(),
                        points,
                        PointsPurpose.GIVE_BACK,
                        source,
                        sourceTransaction,
                        now,
                        now),
                null,
                terms.expiresAt(now));
    }

    private List<PointsEntry> putIntoLots(
            Redemption redemption, long points, String source, String sourceTransaction, Instant now) {
        return sql.sql("""
                        with there as (
                            select l.account, p.lot, p.points - p.given_back - p.settled as points,
                                   sum(p.points - p.given_back - p.settled)
                                       over (order by l.expires_at desc, l.earned_at desc, l.id desc) as upto
                            from loyalty.redemption_lot p join loyalty.points_lot l on l.id = p.lot
                            where p.redemption = :id and p.points > p.given_back + p.settled),
                        parts as (
                            select account, lot, least(points, :points - (upto - points)) as points
                            from there where upto - points < :points),
                        lots as (
                            update loyalty.points_lot l
                            set remaining = l.remaining + p.points,
                                expires_at = case when l.expires_at is not null
                                                  then greatest(l.expires_at, :atLeastUntil::timestamptz) end
                            from parts p where p.lot = l.id),
                        given as (
                            update loyalty.redemption_lot r set given_back = r.given_back + p.points
                            from parts p where r.redemption = :id and r.lot = p.lot),
                        entries as (
                            insert into loyalty.points_entry
                                (id, account, points, purpose, against, source, source_transaction,
                                 occurred_at, recorded_at)
                            select gen_random_uuid(), account, sum(points), 'GIVE_BACK', 'REDEEMED', :source,
                                   :sourceTransaction, :now::timestamptz, :now::timestamptz
                            from parts group by account
                            returning *),
                        changes as (
                            insert into loyalty.points_lot_change (entry, lot, points)
                            select e.id, p.lot, p.points from entries e join parts p using (account)),
                        balances as (
                            update loyalty.points_balance b
                            set points = b.points + e.points, changed_at = greatest(b.changed_at, e.recorded_at)
                            from entries e where e.account = b.account)
                        select * from entries
                        """)
                .params(Map.of(
                        "id",
                        redemption.id(),
                        "points",
                        points,
                        "source",
                        source,
                        "sourceTransaction",
                        sourceTransaction,
                        "atLeastUntil",
                        terms.earliestExpiryOfGivenBack(now).toString(),
                        "now",
                        now.toString()))
                .query(PointsLedger::entry)
                .list();
    }

    /**
     * What of a redemption could still come back.
     *
     * @param inLots to the lots it was taken from
     * @param settled to whoever spent it, who has made it good to the lots
     */
    record Left(long inLots, long settled) {
        long all() {
            return inLots + settled;
        }
    }

    Left left(Redemption redemption) {
        return sql.sql("""
                        select sum(p.points - p.given_back - p.settled)::bigint as in_lots,
                               sum(p.settled)::bigint - r.settled_back as settled
                        from loyalty.redemption r join loyalty.redemption_lot p on p.redemption = r.id
                        where r.id = ?
                        group by r.id
                        """)
                .param(redemption.id())
                .query((row, number) -> new Left(row.getLong("in_lots"), row.getLong("settled")))
                .single();
    }
}
