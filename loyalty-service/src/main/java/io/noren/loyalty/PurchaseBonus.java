package io.noren.loyalty;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Points that offers give for a purchase, beyond what it earns by its total. They are known by the purchase's key,
 * whether it is told before them or after. Of the bonus always so much is left as is left of the purchase, rounded
 * down; so returns, in whatever order and however often told, take back exactly all of it in the end.
 */
@Component
public class PurchaseBonus {
    private final JdbcClient sql;
    private final PurchaseLog log;
    private final PointsLedger ledger;
    private final PointsTerms terms;
    private final Clock clock;

    PurchaseBonus(JdbcClient sql, PurchaseLog log, PointsLedger ledger, PointsTerms terms, Clock clock) {
        this.sql = sql;
        this.log = log;
        this.ledger = ledger;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * A bonus as it stands.
     *
     * @param account of the card or login that was presented
     * @param total what was paid, above 0
     * @param remaining after the returns that were told so far
     */
    record Given(
            UUID id,
            String source,
            String sale,
            UUID account,
            String currency,
            BigDecimal total,
            long points,
            long remaining) {
        /** What should be left after so much came back. */
        long leftAfter(BigDecimal returned) {
            BigDecimal kept = total.subtract(returned).max(BigDecimal.ZERO);
            return kept.multiply(BigDecimal.valueOf(points))
                    .divide(total, 0, RoundingMode.FLOOR)
                    .longValueExact();
        }

        /** The ledger's key of it: a purchase earns under its own. */
        String key() {
            return "bonus/" + id;
        }
    }

    /**
     * A sale, its bonus and its returns, at whatever door and copy, see each other or wait: until this transaction
     * ends. Before the member is held.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void oneAtATime(String source, String sale) {
        log.oneAtATime(List.of(List.of(source, sale)));
    }

    /**
     * Books a bonus, once for a purchase that is held.
     *
     * @param account of the card or login that was presented
     * @param points above 0
     * @param total what is paid, above 0
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void give(UUID account, long points, Money total, String source, String sale, Instant occurredAt) {
        boolean isNew = sql.sql("""
                        insert into loyalty.purchase_bonus
                            (id, source, source_transaction, account, currency, total, points, remaining, given_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz)
                        on conflict (source, source_transaction) do nothing
                        """)
                        .params(
                                UUID.randomUUID(),
                                source,
                                sale,
                                account,
                                total.currency(),
                                total.amount(),
                                points,
                                points,
                                now().toString())
                        .update()
                == 1;
        if (isNew) {
            Given given = of(List.of(List.of(source, sale))).get(0);
            ledger.earn(
                    entry(given, points, PointsPurpose.EARN, given.key(), occurredAt),
                    terms.pendingUntil(occurredAt),
                    terms.expiresAt(occurredAt));
            returned(given);
        }
    }

    /** The bonuses of these sales, by source and transaction, in one order; most have none. */
    List<Given> of(List<List<String>> sales) {
        return sales.isEmpty()
                ? List.of()
                : sql.sql("""
                        select * from loyalty.purchase_bonus
                        where (source, source_transaction) in (select * from unnest(?::text[], ?::text[]))
                        order by id
                        """)
                        .param(sales.stream().map(sale -> sale.get(0)).toArray(String[]::new))
                        .param(sales.stream().map(sale -> sale.get(1)).toArray(String[]::new))
                        .query((row, number) -> new Given(
                                row.getObject("id", UUID.class),
                                row.getString("source"),
                                row.getString("source_transaction"),
                                row.getObject("account", UUID.class),
                                row.getString("currency"),
                                row.getBigDecimal("total"),
                                row.getLong("points"),
                                row.getLong("remaining")))
                        .list();
    }

    /** Takes back what goes with the returns told so far of a purchase that is held. */
    @Transactional(propagation = Propagation.MANDATORY)
    void returned(Given given) {
        long left = given.leftAfter(returnedSoFar(given));
        if (left < given.remaining()) {
            sql.sql("update loyalty.purchase_bonus set remaining = ? where id = ? and remaining > ?")
                    .params(left, given.id(), left)
                    .update();
            // Of a bonus less and less is left, so what is left names the step.
            ledger.takeBack(
                    entry(given, left - given.remaining(), PointsPurpose.RETURN, given.key() + "/" + left, now()),
                    PointsLedger.idOf(PointsLedger.OURSELVES, given.key(), PointsPurpose.EARN));
        }
    }

    private BigDecimal returnedSoFar(Given given) {
        return sql.sql("""
                        select coalesce(sum(total), 0) from loyalty.purchase
                        where source = ? and return_of = ? and kind = 'RETURN' and currency = ?
                        """)
                .param(given.source())
                .param(given.sale())
                .param(given.currency())
                .query(BigDecimal.class)
                .single();
    }

    private PointsEntry entry(Given given, long points, PointsPurpose purpose, String key, Instant occurredAt) {
        return new PointsEntry(
                PointsLedger.idOf(PointsLedger.OURSELVES, key, purpose),
                given.account(),
                points,
                purpose,
                PointsLedger.OURSELVES,
                key,
                occurredAt,
                now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
