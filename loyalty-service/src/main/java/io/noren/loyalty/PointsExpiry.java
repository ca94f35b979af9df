package io.noren.loyalty;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lets points lapse whose time is over. Until this has been done they are there, but cannot be spent. */
@Component
class PointsExpiry {
    private final JdbcClient sql;
    private final PointsLedger ledger;
    private final Clock clock;

    PointsExpiry(JdbcClient sql, PointsLedger ledger, Clock clock) {
        this.sql = sql;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Lots with something left whose time is over, the oldest first. */
    @Transactional(readOnly = true)
    List<UUID> due(int atMost) {
        return sql.sql("""
                        select id from loyalty.points_lot
                        where remaining > held and expires_at <= ?::timestamptz order by expires_at limit ?
                        """)
                .param(now().toString())
                .param(atMost)
                .query(UUID.class)
                .list();
    }

    /**
     * What a lot has left lapses, unless it has been spent or given longer meanwhile. What a redemption holds stays with
     * it, and lapses when it is released.
     */
    @Transactional
    void expire(UUID lot) {
        UUID member = ledger.memberAlone(sql.sql("select account from loyalty.points_lot where id = ?")
                .param(lot)
                .query(UUID.class)
                .single());
        List<PointsEntry> booked = sql.sql("""
                        with lapsed as (
                            select id, account, remaining - held as points
                            from loyalty.points_lot
                            where id = :lot and remaining > held and expires_at <= :now::timestamptz),
                        taken as (
                            update loyalty.points_lot l set remaining = l.remaining - p.points
                            from lapsed p where p.id = l.id),
                        entries as (
                            insert into loyalty.points_entry
                                (id, account, points, purpose, against, source, source_transaction,
                                 occurred_at, recorded_at)
                            select gen_random_uuid(), account, -points, 'EXPIRE', 'EXPIRED', :ourselves,
                                   id, :now::timestamptz, :now::timestamptz
                            from lapsed
                            returning *),
                        changes as (
                            insert into loyalty.points_lot_change (entry, lot, points)
                            select e.id, p.id, e.points from entries e join lapsed p using (account)),
                        balances as (
                            update loyalty.points_balance b
                            set points = b.points + e.points, changed_at = greatest(b.changed_at, e.recorded_at)
                            from entries e where e.account = b.account)
                        select * from entries
                        """)
                .params(Map.of("lot", lot, "ourselves", PointsLedger.OURSELVES, "now", now().toString()))
                .query(PointsLedger::entry)
                .list();
        ledger.announce(booked, member);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
