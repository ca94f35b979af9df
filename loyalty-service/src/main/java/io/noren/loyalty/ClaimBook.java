package io.noren.loyalty;

import io.noren.loyalty.IdentifierClaim.Decision;
import io.noren.loyalty.personal.MemberKeys;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which identifiers were proven by a second member, what came of it, and from which evidence. Only ever added to. */
@Component
class ClaimBook {
    private static final int AT_ONCE = 500;
    private static final String CLAIM = """
            select c.*, i.type, i.value, i.sealed, i.proven_by as held_by, i.valid_from, %s
            from loyalty.identifier_claim c join loyalty.identifier i on i.id = c.identifier
            left join loyalty.member_key k on k.account = i.account
            """.formatted(MemberKeys.COLUMNS);

    private final JdbcClient sql;
    private final Identifiers identifiers;
    private final IdentifierValues values;

    ClaimBook(JdbcClient sql, Identifiers identifiers, IdentifierValues values) {
        this.sql = sql;
        this.identifiers = identifiers;
        this.values = values;
    }

    /** A claim with what it was decided from. */
    record Told(IdentifierClaim claim, Evidence evidence) {}

    void record(IdentifierClaim claim, Evidence evidence) {
        sql.sql("""
                        insert into loyalty.identifier_claim
                            (id, identifier, claimant, proven_by, at, actor, rule_version, decision, doubts, merge)
                        values (?, ?, ?, ?, ?::timestamptz, ?, ?, ?, ?::text[], ?)
                        """)
                .params(
                        claim.id(),
                        evidence.shared().id(),
                        claim.claimant(),
                        claim.provenBy().name(),
                        claim.at().toString(),
                        claim.actor(),
                        claim.ruleVersion(),
                        claim.decision().name(),
                        claim.doubts().stream().map(Enum::name).toArray(String[]::new),
                        claim.merge())
                .update();
        keep(claim.id(), "CLAIMANT", evidence.claimants());
        keep(claim.id(), "HOLDER", evidence.holders());
    }

    private void keep(UUID claim, String side, List<Identifier> identifiers) {
        sql.sql("""
                        insert into loyalty.identifier_claim_evidence (claim, side, identifier)
                        select ?, ?, unnest(?::uuid[])
                        """)
                .param(claim)
                .param(side)
                .param(identifiers.stream().map(each -> each.id().toString()).toArray(String[]::new))
                .update();
    }

    /** A claim of the same member to the same value that a person has still to decide. */
    Optional<IdentifierClaim> open(UUID member, IdentifierType type, String value, Proof provenBy) {
        return sql.sql(CLAIM + """
                        join loyalty.merge m on m.id = c.merge and m.state = 'PROPOSED'
                        join loyalty.member a on a.id = c.claimant
                        where coalesce(a.part_of, a.id) = ? and i.type = ? and i.value = ? and c.proven_by = ?
                        order by c.at desc, c.id limit 1
                        """)
                .params(member, type.name(), values.compared(type, value), provenBy.name())
                .query(ClaimBook::claim)
                .optional();
    }

    /** Those that a merge came of, the oldest first. */
    List<IdentifierClaim> of(UUID merge) {
        return sql.sql(CLAIM + "where c.merge = ? order by c.at, c.id")
                .param(merge)
                .query(ClaimBook::claim)
                .list();
    }

    /** Those of a member, over the accounts that are part of it, the latest first. */
    List<IdentifierClaim> ofMember(UUID member, int limit) {
        return sql.sql(CLAIM + """
                        join loyalty.member a on a.id = c.claimant
                        where a.id = ? or a.part_of = ?
                        order by c.at desc, c.id desc limit ?
                        """)
                .params(member, member, limit)
                .query(ClaimBook::claim)
                .list();
    }

    /** All there ever were, the latest first. */
    void history(Consumer<Told> reader) {
        String at = "infinity";
        UUID id = new UUID(0, 0);
        List<Row> rows;
        do {
            rows = sql.sql(CLAIM + """
                            where (c.at, c.id) < (?::timestamptz, ?::uuid) order by c.at desc, c.id desc limit ?
                            """)
                    .params(at, id, AT_ONCE)
                    .query((row, number) -> new Row(claim(row, number), shared(row)))
                    .list();
            told(rows).forEach(reader);
            if (!rows.isEmpty()) {
                Row last = rows.get(rows.size() - 1);
                at = last.claim().at().toString();
                id = last.claim().id();
            }
        } while (rows.size() == AT_ONCE);
    }

    private record Row(IdentifierClaim claim, Identifier shared) {}

    private record Side(UUID claim, String side) {}

    private List<Told> told(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Side, List<Identifier>> sides = new HashMap<>();
        sql.sql("""
                        select e.claim, e.side, i.*, %s
                        from loyalty.identifier_claim_evidence e join loyalty.identifier i on i.id = e.identifier
                        left join loyalty.member_key k on k.account = i.account
                        where e.claim in (:claims)
                        """.formatted(MemberKeys.COLUMNS))
                .param("claims", rows.stream().map(row -> row.claim().id()).toList())
                .query((row, number) -> {
                    Side side = new Side(row.getObject("claim", UUID.class), row.getString("side"));
                    return sides.computeIfAbsent(side, any -> new ArrayList<>()).add(identifiers.identifier(row));
                })
                .list();
        return rows.stream()
                .map(row -> new Told(
                        row.claim(),
                        new Evidence(
                                row.shared(),
                                sides.getOrDefault(new Side(row.claim().id(), "CLAIMANT"), List.of()),
                                sides.getOrDefault(new Side(row.claim().id(), "HOLDER"), List.of()),
                                known(row.claim().doubts()))))
                .toList();
    }

    private static Set<Doubt> known(List<Doubt> doubts) {
        return doubts.stream()
                .filter(doubt -> !doubt.isByRules())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Doubt.class)));
    }

    private Identifier shared(ResultSet row) throws SQLException {
        UUID identifier = row.getObject("identifier", UUID.class);
        return new Identifier(
                identifier,
                IdentifierType.valueOf(row.getString("type")),
                values.opened(identifier, row),
                Proof.valueOf(row.getString("held_by")),
                row.getTimestamp("valid_from").toInstant());
    }

    private static IdentifierClaim claim(ResultSet row, int number) throws SQLException {
        return new IdentifierClaim(
                row.getObject("id", UUID.class),
                IdentifierType.valueOf(row.getString("type")),
                row.getObject("claimant", UUID.class),
                Proof.valueOf(row.getString("proven_by")),
                Proof.valueOf(row.getString("held_by")),
                row.getTimestamp("at").toInstant(),
                row.getString("actor"),
                row.getLong("rule_version"),
                Decision.valueOf(row.getString("decision")),
                doubts(row.getArray("doubts")),
                row.getObject("merge", UUID.class));
    }

    private static List<Doubt> doubts(Array names) throws SQLException {
        return Arrays.stream((String[]) names.getArray()).map(Doubt::valueOf).toList();
    }
}
