package io.noren.loyalty;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes what is kept of accounts' points equal to their ledger again, where somebody edited it behind the ledger's back.
 * Nothing is changed silently: who did it, why, and each number before and after is written down for ever.
 */
@Component
public class PointsRepair {
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_ACTOR = 200;

    private final JdbcClient sql;
    private final PointsAudit audit;
    private final PointsLedger ledger;
    private final JsonMapper json;
    private final Clock clock;

    PointsRepair(JdbcClient sql, PointsAudit audit, PointsLedger ledger, JsonMapper json, Clock clock) {
        this.sql = sql;
        this.audit = audit;
        this.ledger = ledger;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param repaired what did not add up and does now
     * @param left what still does not: a person must look at the entries themselves
     */
    public record Report(UUID id, List<PointsAudit.Difference> repaired, List<PointsAudit.Difference> left) {}

    /**
     * Rebuilds these accounts' lots, debts and balances from entries and open redemptions.
     *
     * @param accounts those that the audit names; one that adds up is left alone
     * @throws Refusal {@code REPAIR_REASON_REQUIRED}
     */
    @Transactional
    public Report repair(Set<UUID> accounts, String reason, String actor) {
        String because = PlainText.required("reason", reason, LONGEST_REASON, "REPAIR_REASON_REQUIRED");
        String by = PlainText.required("actor", actor, LONGEST_ACTOR, "REPAIR_REASON_REQUIRED");
        ledger.membersAlone(known(accounts));
        List<PointsAudit.Difference> wrong = audit.differences(accounts);
        Set<UUID> of =
                Set.copyOf(wrong.stream().map(PointsAudit.Difference::account).toList());
        rebuild(of);
        List<PointsAudit.Difference> left = audit.differences(of);
        List<PointsAudit.Difference> repaired = new ArrayList<>(wrong);
        repaired.removeAll(left);
        UUID id = UUID.randomUUID();
        sql.sql("""
                        insert into loyalty.points_repair (id, reason, actor, repaired_at, differences)
                        values (?, ?, ?, ?::timestamptz, ?::jsonb)
                        """)
                .params(
                        id,
                        because,
                        by,
                        clock.instant().truncatedTo(ChronoUnit.MICROS).toString(),
                        json.writeValueAsString(repaired))
                .update();
        sql.sql(
                        "delete from loyalty.points_audit_difference where account = any(?::uuid[]) and account <> all(?::uuid[])")
                .param(texts(of))
                .param(texts(left.stream().map(PointsAudit.Difference::account).toList()))
                .update();
        return new Report(id, repaired, left);
    }

    private Set<UUID> known(Set<UUID> accounts) {
        return Set.copyOf(sql.sql("select id from loyalty.member where id = any(?::uuid[])")
                .param(texts(accounts))
                .query(UUID.class)
                .list());
    }

    /**
     * A lot's rest first, then what it holds, then the debt that makes lots and entries meet. Where they cannot meet, an
     * entry itself is wrong, and what the account has stays as it stood.
     */
    private void rebuild(Set<UUID> accounts) {
        sql.sql("""
                        update loyalty.points_lot l
                        set remaining = d.remaining, held = d.held
                        from (select l.id,
                                     l.points + coalesce((select sum(c.points) from loyalty.points_lot_change c
                                                          where c.lot = l.id), 0) as remaining,
                                     coalesce((select sum(p.points)
                                               from loyalty.redemption_lot p
                                               join loyalty.redemption r on r.id = p.redemption
                                               where p.lot = l.id and r.state = 'RESERVED'), 0) as held
                              from loyalty.points_lot l where l.account = any(?::uuid[])) d
                        where d.id = l.id and (l.remaining, l.held) <> (d.remaining, d.held)
                          and d.held <= d.remaining and d.remaining between 0 and l.points
                        """).param(texts(accounts)).update();
        sql.sql("""
                        insert into loyalty.points_balance as kept (account, points, debt, changed_at)
                        select account, points, remaining - points, changed_at
                        from (select a.account,
                                     coalesce((select sum(e.points) from loyalty.points_entry e
                                               where e.account = a.account), 0)::bigint as points,
                                     coalesce((select sum(l.remaining) from loyalty.points_lot l
                                               where l.account = a.account), 0)::bigint as remaining,
                                     coalesce((select max(e.recorded_at) from loyalty.points_entry e
                                               where e.account = a.account), ?::timestamptz) as changed_at
                              from unnest(?::uuid[]) as a (account)) derived
                        where remaining >= points
                        on conflict (account) do update
                        set points = excluded.points, debt = excluded.debt, changed_at = excluded.changed_at
                        """)
                .param(clock.instant().truncatedTo(ChronoUnit.MICROS).toString())
                .param(texts(accounts))
                .update();
    }

    private static String[] texts(Iterable<UUID> ids) {
        List<String> texts = new ArrayList<>();
        ids.forEach(id -> texts.add(id.toString()));
        return texts.toArray(String[]::new);
    }
}
