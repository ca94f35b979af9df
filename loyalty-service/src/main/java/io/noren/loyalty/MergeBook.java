package io.noren.loyalty;

import io.noren.loyalty.Merge.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where merges are written down, and accounts linked. Who decides, and from what, is not its business. */
@Component
class MergeBook {
    private final JdbcClient sql;
    private final ApplicationEventPublisher facts;

    MergeBook(JdbcClient sql, ApplicationEventPublisher facts) {
        this.sql = sql;
        this.facts = facts;
    }

    Optional<Merge> find(UUID id) {
        return sql.sql("select * from loyalty.merge where id = ?")
                .param(id)
                .query(MergeBook::merge)
                .optional();
    }

    /** Those in a state, the oldest first. */
    List<Merge> list(State state, @Nullable UUID after, int limit) {
        return sql.sql("""
                        select * from loyalty.merge
                        where state = :state
                          and (:after::uuid is null or (proposed_at, id) >
                               (select p.proposed_at, p.id from loyalty.merge p where p.id = :after::uuid))
                        order by proposed_at, id limit :limit
                        """)
                .param("state", state.name())
                .param("after", after)
                .param("limit", limit)
                .query(MergeBook::merge)
                .list();
    }

    /** The one open proposal about two members, made now unless it is there already. */
    Merge propose(UUID survivor, UUID absorbed, String reason, String actor, long ruleVersion, Instant now) {
        sql.sql("""
                        insert into loyalty.merge
                            (id, survivor, absorbed, state, reason, proposed_by, proposed_at, rule_version)
                        values (?, ?, ?, 'PROPOSED', ?, ?, ?::timestamptz, ?)
                        on conflict do nothing
                        """)
                .params(UUID.randomUUID(), survivor, absorbed, reason, actor, now.toString(), ruleVersion)
                .update();
        return sql.sql("""
                        select * from loyalty.merge
                        where state = 'PROPOSED' and least(survivor, absorbed) = least(?::uuid, ?)
                          and greatest(survivor, absorbed) = greatest(?::uuid, ?)
                        """)
                .params(survivor, absorbed, survivor, absorbed)
                .query(MergeBook::merge)
                .single();
    }

    /** Nobody merges or parts these or moves their points until this transaction ends. */
    void alone(Collection<UUID> members) {
        // Not more than that: whoever links an identifier to one of them shares its row already.
        sql.sql("select id from loyalty.member where id in (:members) order by id for no key update")
                .param("members", members)
                .query(UUID.class)
                .list();
    }

    /** Makes two that are alone one, and announces it. */
    Merge join(Merge proposed, String actor, boolean automatic, Instant now) {
        List<UUID> accounts = sql.sql("""
                        with moved as (
                            update loyalty.member
                            set part_of = :survivor, joined_at = :now::timestamptz, version = version + 1
                            where id = :absorbed or part_of = :absorbed
                            returning id)
                        insert into loyalty.merge_account (merge, account) select :merge, id from moved
                        returning account
                        """)
                .param("survivor", proposed.survivor())
                .param("absorbed", proposed.absorbed())
                .param("merge", proposed.id())
                .param("now", now.toString())
                .query(UUID.class)
                .list();
        facts.publishEvent(new MembersMerged(
                UUID.randomUUID(), proposed.id(), proposed.survivor(), proposed.absorbed(), accounts, now));
        return decide(proposed.id(), State.MERGED, actor, automatic, now);
    }

    /** The accounts that came with the absorbed member and have not left it since. */
    List<UUID> leaving(UUID merge) {
        return sql.sql(
                        "select account from loyalty.merge_account where merge = ? and parted_by is null order by account")
                .param(merge)
                .query(UUID.class)
                .list();
    }

    /** These have left what they came with by other merges; those, once undone, do not take them along. */
    void leave(UUID undone, List<UUID> leaving) {
        sql.sql("""
                        update loyalty.merge_account a set parted_by = :undone
                        from loyalty.merge m
                        where m.id = a.merge and m.id <> :undone and m.state = 'MERGED'
                          and a.account in (:leaving) and a.parted_by is null and m.absorbed not in (:leaving)
                        """).param("undone", undone).param("leaving", leaving).update();
    }

    Merge decide(UUID id, State state, String actor, boolean automatic, Instant now) {
        return sql.sql("""
                        update loyalty.merge set state = ?, decided_by = ?, decided_at = ?::timestamptz, automatic = ?
                        where id = ? and state = 'PROPOSED'
                        returning *
                        """)
                .params(state.name(), actor, now.toString(), automatic, id)
                .query(MergeBook::merge)
                .single();
    }

    static Merge merge(ResultSet row, int number) throws SQLException {
        return new Merge(
                row.getObject("id", UUID.class),
                row.getObject("survivor", UUID.class),
                row.getObject("absorbed", UUID.class),
                State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("proposed_by"),
                row.getTimestamp("proposed_at").toInstant(),
                row.getObject("rule_version", Long.class),
                row.getBoolean("automatic"),
                row.getString("decided_by"),
                instant(row.getTimestamp("decided_at")),
                row.getString("undone_because"),
                row.getString("undone_by"),
                instant(row.getTimestamp("undone_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
