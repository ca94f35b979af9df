package io.noren.loyalty;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What speaks against two members' being one, whatever the rules say. */
@Component
class MergeDoubts {
    private final JdbcClient sql;
    private final Identifiers identifiers;
    private final People people;

    MergeDoubts(JdbcClient sql, Identifiers identifiers, People people) {
        this.sql = sql;
        this.identifiers = identifiers;
        this.people = people;
    }

    /** Of two members that are two; facts as they are in this moment, for good only while both are held. */
    Set<Doubt> about(UUID one, UUID other) {
        Set<Doubt> doubts = blocking(List.of(one, other));
        if (bornApart(one, other)) {
            doubts.add(Doubt.BIRTH_DATES_DIFFER);
        }
        if (partedBefore(one, other)) {
            doubts.add(Doubt.PARTED_BEFORE);
        }
        if (elsewhereProposed(one, other)) {
            doubts.add(Doubt.OTHER_MERGE_OPEN);
        }
        return doubts;
    }

    /** Those for which nobody can merge or part these members now. */
    Set<Doubt> blocking(List<UUID> members) {
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        boolean redeeming =
                sql.sql("""
                        select exists (
                            select from loyalty.redemption r join loyalty.member a on a.id = r.account
                            where r.state = 'RESERVED' and coalesce(a.part_of, a.id) in (:members))
                        """).param("members", members).query(Boolean.class).single();
        if (redeeming) {
            doubts.add(Doubt.REDEMPTION_RUNNING);
        }
        sql.sql("""
                        select distinct h.kind
                        from loyalty.member_hold h join loyalty.member a on a.id = h.account
                        where h.lifted_at is null and coalesce(a.part_of, a.id) in (:members)
                        """)
                .param("members", members)
                .query(String.class)
                .list()
                .forEach(kind -> doubts.add(MemberHold.Kind.valueOf(kind).doubt()));
        return doubts;
    }

    /** For a person who looks at both: the same, and what the rules say besides. */
    Set<Doubt> shown(UUID one, UUID other, IdentifierPolicy policy) {
        Set<Doubt> doubts = about(one, other);
        if (Evidence.tooMany(policy, identifiers.of(one), identifiers.of(other))) {
            doubts.add(Doubt.LIMIT_EXCEEDED);
        }
        return doubts;
    }

    private boolean bornApart(UUID one, UUID other) {
        return people.birthDates(List.of(one, other)).stream().distinct().count() > 1;
    }

    private boolean partedBefore(UUID one, UUID other) {
        return sql.sql("""
                        select exists (
                            select from loyalty.merge m
                            join loyalty.member s on s.id = m.survivor
                            join loyalty.member a on a.id = m.absorbed
                            where m.state in ('REJECTED', 'UNMERGED')
                              and (m.survivor in (select id from loyalty.member where :one in (id, part_of))
                                   or m.absorbed in (select id from loyalty.member where :one in (id, part_of)))
                              and (coalesce(s.part_of, s.id), coalesce(a.part_of, a.id))
                                  in ((:one, :other), (:other, :one)))
                        """)
                .param("one", one)
                .param("other", other)
                .query(Boolean.class)
                .single();
    }

    private boolean elsewhereProposed(UUID one, UUID other) {
        return sql.sql("""
                        select exists (
                            select from loyalty.merge
                            where state = 'PROPOSED'
                              and (survivor in (:both) or absorbed in (:both))
                              and not (survivor in (:both) and absorbed in (:both)))
                        """)
                .param("both", List.of(one, other))
                .query(Boolean.class)
                .single();
    }
}
