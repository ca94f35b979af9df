package io.noren.loyalty;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The members' points: entries that are only ever added, the lots in which points are earned, taken back and spent, and
 * their sums. Announces {@link PointsChanged}.
 */
@Component
public class PointsLedger {
    /** The source of what no till or shop has told. */
    static final String OURSELVES = "noren";

    private static final int MOST_ENTRIES = 500;
    /** An account goes to another member once in a while; never so often at one moment. */
    private static final int MOST_MOVES = 10;

    private static final String ADD_ENTRY = """
                            insert into loyalty.points_entry
                                (id, account, points, purpose, against, source, source_transaction,
                                 occurred_at, recorded_at)
                            values (:id, :account, :points, :purpose, :against, :source, :sourceTransaction,
                                    :occurredAt::timestamptz, :recordedAt::timestamptz)
            """;
    private static final String ONCE = """
                            on conflict (source, source_transaction, purpose)
                                where purpose in ('EARN', 'RETURN', 'ADJUST') do nothing
            """;

    private final JdbcClient sql;
    private final PointsBalances balances;
    private final ApplicationEventPublisher facts;

    PointsLedger(JdbcClient sql, PointsBalances balances, ApplicationEventPublisher facts) {
        this.sql = sql;
        this.balances = balances;
        this.facts = facts;
    }

    /** What a member has over all accounts; nothing for an id nobody knows. */
    @Transactional(readOnly = true)
    public Points balance(UUID member) {
        return balances.of(member);
    }

    /**
     * The latest entries of a member, newest first.
     *
     * @param limit at most 500
     */
    @Transactional(readOnly = true)
    public List<PointsEntry> entries(UUID member, int limit) {
        return sql.sql("""
                        select e.*
                        from loyalty.points_entry e join loyalty.member m on m.id = e.account
                        where m.id = :member or m.part_of = :member
                        order by e.recorded_at desc, e.id desc
                        limit :limit
                        """)
                .param("member", member)
                .param("limit", Math.min(limit, MOST_ENTRIES))
                .query(PointsLedger::entry)
                .list();
    }

    /**
     * Points that are given.
     *
     * @param pendingUntil when they become spendable; null when at once
     * @param expiresAt when what remains of them lapses; null when never
     */
    record Earning(
            PointsEntry entry,
            @Nullable Instant pendingUntil,
            @Nullable Instant expiresAt) {}

    /** The same for one. */
    @Transactional(propagation = Propagation.MANDATORY)
    void earn(PointsEntry entry, @Nullable Instant pendingUntil, @Nullable Instant expiresAt) {
        earn(List.of(new Earning(entry, pendingUntil, expiresAt)));
    }

    /**
     * Books what was earned, each as a lot of its own and once. A debt of the account is paid from it first, one after
     * the other; what is announced is what the members have after all of it.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void earn(List<Earning> earnings) {
        List<PointsEntry> entries = earnings.stream().map(Earning::entry).toList();
        Map<UUID, UUID> members =
                membersAlone(entries.stream().map(PointsEntry::account).collect(Collectors.toSet()));
        Set<UUID> booked = Set.copyOf(sql.sql("""
                        with told as (
                            select *
                            from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                                    ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
                                with ordinality
                                as told (id, account, points, purpose, against, source, source_transaction,
                                    occurred_at, recorded_at, pending_until, expires_at, place)),
                        entry as (
                            insert into loyalty.points_entry
                                (id, account, points, purpose, against, source, source_transaction,
                                 occurred_at, recorded_at)
                            select id, account, points, purpose, against, source, source_transaction,
                                   occurred_at, recorded_at
                            from told
                        """ + ONCE + """
                            returning id),
                        owed as (
                            select t.*, coalesce(b.debt, 0) - coalesce(sum(t.points) over (
                                       partition by t.account order by t.place
                                       rows between unbounded preceding and 1 preceding), 0) as owed
                            from entry
                            join told t using (id)
                            left join loyalty.points_balance b on b.account = t.account),
                        paid as (select o.*, greatest(0, least(points, owed))::bigint as debt from owed o),
                        lot as (
                            insert into loyalty.points_lot
                                (id, account, points, remaining, earned_at, pending_until, expires_at)
                            select id, account, points, points - debt, occurred_at, pending_until, expires_at
                            from paid),
                        change as (
                            insert into loyalty.points_lot_change (entry, lot, points)
                            select id, id, -debt from paid where debt > 0),
                        balance as (
                            insert into loyalty.points_balance as kept (account, points, changed_at)
                            select account, sum(points)::bigint, max(recorded_at) from paid group by account
                            on conflict (account) do update
                            set points = kept.points + excluded.points,
                                debt = kept.debt - least(kept.debt, excluded.points),
                                changed_at = greatest(kept.changed_at, excluded.changed_at))
                        select id from paid
                        """)
                .param(texts(entries, PointsEntry::id))
                .param(texts(entries, PointsEntry::account))
                .param(texts(entries, PointsEntry::points))
                .param(texts(entries, PointsEntry::purpose))
                .param(texts(entries, entry -> entry.purpose().against()))
                .param(texts(entries, PointsEntry::source))
                .param(texts(entries, PointsEntry::sourceTransaction))
                .param(texts(entries, PointsEntry::occurredAt))
                .param(texts(entries, PointsEntry::recordedAt))
                .param(texts(earnings, Earning::pendingUntil))
                .param(texts(earnings, Earning::expiresAt))
                .query(UUID.class)
                .list());
        announce(entries.stream().filter(entry -> booked.contains(entry.id())).toList(), members::get);
    }

    /**
     * Takes points back from an account: from this lot first, then from those that lapse soonest, pending ones as well.
     * What they do not have becomes a debt. What redemptions hold is left to them.
     *
     * @param entry of less than 0 points
     * @param first the lot of the purchase that comes back, where it is known
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void takeBack(PointsEntry entry, @Nullable UUID first) {
        UUID member = memberAlone(entry.account());
        int booked = sql.sql("""
                        with entry as (
                        """ + ADD_ENTRY + ONCE + """
                            returning id, account, points, recorded_at),
                        there as (
                            select l.id, l.remaining - l.held as free,
                                   sum(l.remaining - l.held)
                                       over (order by l.id is not distinct from :first::uuid desc,
                                             l.expires_at, l.earned_at, l.id) as upto
                            from entry e join loyalty.points_lot l using (account)
                            where l.remaining > l.held),
                        taken as (
                            select t.id, least(t.free, -e.points - (t.upto - t.free)) as points
                            from entry e, there t
                            where t.upto - t.free < -e.points),
                        lots as (
                            update loyalty.points_lot l set remaining = l.remaining - t.points
                            from taken t where t.id = l.id),
                        changes as (
                            insert into loyalty.points_lot_change (entry, lot, points)
                            select e.id, t.id, -t.points from entry e, taken t)
                        insert into loyalty.points_balance as kept (account, points, debt, changed_at)
                        select e.account, e.points, -e.points - coalesce((select sum(points) from taken), 0),
                               e.recorded_at
                        from entry e
                        on conflict (account) do update
                        set points = kept.points + excluded.points,
                            debt = kept.debt + excluded.debt,
                            changed_at = greatest(kept.changed_at, excluded.changed_at)
                        """)
                .params(params(entry))
                .param("first", first == null ? null : first.toString())
                .update();
        if (booked == 1) {
            announce(List.of(entry), member);
        }
    }

    /** The same as {@link #membersAlone} for one account. */
    @Transactional(propagation = Propagation.MANDATORY)
    UUID memberAlone(UUID account) {
        return Objects.requireNonNull(membersAlone(Set.of(account)).get(account));
    }

    /**
     * The members of accounts, whose points nobody else moves until this transaction ends: one at a time over all
     * accounts, so that what is spent is there, and what is announced is what they have. Whoever wants several waits for
     * them in one order.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Map<UUID, UUID> membersAlone(Set<UUID> accounts) {
        Map<UUID, UUID> members = new HashMap<>();
        Set<UUID> left = new HashSet<>(accounts);
        for (int attempt = 0; !left.isEmpty() && attempt < MOST_MOVES; attempt++) {
            // No row for an account whose member became part of another one while this waited for it.
            String[] waiting = left.stream().map(UUID::toString).toArray(String[]::new);
            sql.sql("""
                            select a.id as account, r.id as member
                            from loyalty.member a join loyalty.member r on r.id = coalesce(a.part_of, a.id)
                            where a.id = any(?::uuid[]) and r.part_of is null
                            order by r.id
                            for no key update of r
                            """).param(waiting).query(row -> {
                members.put(row.getObject("account", UUID.class), row.getObject("member", UUID.class));
            });
            // One that was parted meanwhile was read before: only who is alone now can say whose it is.
            sql.sql("select id, coalesce(part_of, id) as member from loyalty.member where id = any(?::uuid[])")
                    .param(waiting)
                    .query(row -> {
                        UUID account = row.getObject("id", UUID.class);
                        if (!row.getObject("member", UUID.class).equals(members.get(account))) {
                            members.remove(account);
                        }
                    });
            left.removeAll(members.keySet());
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("Accounts " + left + " do not exist, or never rest with one member");
        }
        return members;
    }

    /** The same for the same booking, so that whoever hears of it twice can tell. */
    static UUID idOf(String source, String sourceTransaction, PointsPurpose purpose) {
        String key = "points\n" + source + '\n' + sourceTransaction + '\n' + purpose;
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    /** Says what the member has after all these entries. */
    void announce(List<PointsEntry> entries, UUID member) {
        announce(entries, account -> member);
    }

    private void announce(List<PointsEntry> entries, Function<UUID, @Nullable UUID> memberOf) {
        Map<UUID, UUID> members = entries.stream()
                .map(PointsEntry::account)
                .distinct()
                .collect(Collectors.toMap(
                        account -> account, account -> Objects.requireNonNull(memberOf.apply(account))));
        Map<UUID, Points> now = balances.of(Set.copyOf(members.values()));
        for (PointsEntry entry : entries) {
            UUID member = Objects.requireNonNull(members.get(entry.account()));
            announce(entry, member, Objects.requireNonNull(now.get(member)));
        }
    }

    /** The same where it is known what the member has after it. */
    void announce(PointsEntry entry, UUID member, Points has) {
        facts.publishEvent(new PointsChanged(
                entry.id(),
                member,
                entry.account(),
                entry.points(),
                has.spendable(),
                has.debt(),
                entry.purpose().name(),
                entry.source(),
                entry.sourceTransaction(),
                entry.occurredAt(),
                entry.recordedAt()));
    }

    private static Map<String, Object> params(PointsEntry entry) {
        return Map.of(
                "id", entry.id(),
                "account", entry.account(),
                "points", entry.points(),
                "purpose", entry.purpose().name(),
                "against", entry.purpose().against(),
                "source", entry.source(),
                "sourceTransaction", entry.sourceTransaction(),
                "occurredAt", entry.occurredAt().toString(),
                "recordedAt", entry.recordedAt().toString());
    }

    private static <T> String[] texts(List<T> all, Function<T, @Nullable Object> value) {
        return all.stream()
                .map(value)
                .map(one -> one == null ? null : one.toString())
                .toArray(String[]::new);
    }

    static PointsEntry entry(ResultSet row, int number) throws SQLException {
        return new PointsEntry(
                row.getObject("id", UUID.class),
                row.getObject("account", UUID.class),
                row.getLong("points"),
                PointsPurpose.valueOf(row.getString("purpose")),
                row.getString("source"),
                row.getString("source_transaction"),
                row.getTimestamp("occurred_at").toInstant(),
                row.getTimestamp("recorded_at").toInstant());
    }
}
