package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a member consists of, and what once led to them. */
@Component
public class MemberHistory {
    private static final int MOST = 100;

    private final JdbcClient sql;
    private final Members members;

    MemberHistory(JdbcClient sql, Members members) {
        this.sql = sql;
        this.members = members;
    }

    /** @param joinedAt when it became part of the member; null of the one whose id is the member's */
    public record Account(
            UUID id, Instant openedAt, @Nullable Instant joinedAt) {}

    /** Something that led to the member and does so no more; what it was is not told. */
    public record Past(IdentifierType type, Proof provenBy, Instant from, Instant to) {}

    /**
     * The member's own first.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<Account> accounts(UUID id) {
        return sql.sql("""
                        select id, created_at, case when part_of is not null then joined_at end as joined_at
                        from loyalty.member where id = :member or part_of = :member
                        order by part_of is not null, created_at, id limit :most
                        """)
                .param("member", members.known(id))
                .param("most", MOST)
                .query((row, number) -> new Account(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("joined_at") == null
                                ? null
                                : row.getTimestamp("joined_at").toInstant()))
                .list();
    }

    /**
     * The latest first.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<Past> identifiers(UUID id) {
        return sql.sql("""
                        select i.type, i.proven_by, i.valid_from, i.valid_to
                        from loyalty.identifier i join loyalty.member m on m.id = i.account
                        where (m.id = :member or m.part_of = :member) and i.valid_to is not null
                        order by i.valid_to desc, i.id limit :most
                        """)
                .param("member", members.known(id))
                .param("most", MOST)
                .query((row, number) -> new Past(
                        IdentifierType.valueOf(row.getString("type")),
                        Proof.valueOf(row.getString("proven_by")),
                        row.getTimestamp("valid_from").toInstant(),
                        row.getTimestamp("valid_to").toInstant()))
                .list();
    }
}
