package io.noren.loyalty.offer;

import io.noren.loyalty.PlainText;
import io.noren.loyalty.PointsTerms;
import io.noren.loyalty.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Codes that tills took while they could not ask. What is told has happened: the customer had the discount. So a use
 * that should not have been is not refused but kept as a conflict, by name, for a person to look at; the code is used
 * all the same, and never counted twice.
 */
@Component
public class OfflineCoupons {
    /** Most uses in one telling, and conflicts in one answer. */
    public static final int MOST = 500;

    private static final int LONGEST_KEY = 200;
    private static final Reason BEYOND_CAP = new Reason(
            "OFFLINE_CAP_EXCEEDED",
            "オフラインで利用できる枚数を超えています",
            "The till took more codes of the offer than it may while offline");

    private final JdbcClient sql;
    private final PointsTerms terms;
    private final Clock clock;

    OfflineCoupons(JdbcClient sql, PointsTerms terms, Clock clock) {
        this.sql = sql;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * Takes down what a till tells, in the order in which it happened. Told again it is answered alike.
     *
     * @return one outcome for each, in the order of the telling
     * @throws Refusal {@code TOO_MANY_CODES}, {@code COUPON_KEY_REQUIRED}
     */
    @Transactional
    public List<OfflineUse.Outcome> tell(List<OfflineUse> uses) {
        if (uses.size() > MOST) {
            throw Refusal.at("uses", "TOO_MANY_CODES", "At most " + MOST + " uses can be told at once.");
        }
        List<OfflineUse> told = uses.stream().map(OfflineCoupons::checked).toList();
        OfflineUse.Outcome[] outcomes = new OfflineUse.Outcome[told.size()];
        // By code, so that two tellings about the same codes wait instead of colliding; of one code the first counts.
        IntStream.range(0, told.size())
                .boxed()
                .sorted(Comparator.<Integer, String>comparing(i -> told.get(i).code())
                        .thenComparing(i -> told.get(i).occurredAt()))
                .forEach(i -> outcomes[i] = tell(told.get(i)));
        return List.of(outcomes);
    }

    /**
     * What a person should look at, in the order of telling.
     *
     * @param after the last one's id; 0 to begin
     */
    @Transactional(readOnly = true)
    public List<CouponConflict> conflicts(long after, int limit) {
        return sql.sql("select * from loyalty.coupon_conflict where id > ? order by id limit ?")
                .param(after)
                .param(Math.min(limit, MOST))
                .query((row, number) -> new CouponConflict(
                        row.getLong("id"),
                        row.getString("code"),
                        row.getString("source"),
                        row.getString("source_transaction"),
                        row.getString("till"),
                        row.getString("reason"),
                        row.getTimestamp("occurred_at").toInstant(),
                        row.getTimestamp("told_at").toInstant()))
                .list();
    }

    private static OfflineUse checked(OfflineUse use) {
        return new OfflineUse(
                PlainText.required("code", use.code(), LONGEST_KEY, "UNREADABLE_COUPON")
                        .toUpperCase(Locale.ROOT),
                PlainText.required("source", use.source(), LONGEST_KEY, "COUPON_KEY_REQUIRED"),
                PlainText.required("sourceTransaction", use.sourceTransaction(), LONGEST_KEY, "COUPON_KEY_REQUIRED"),
                PlainText.required("till", use.till(), LONGEST_KEY, "COUPON_KEY_REQUIRED"),
                use.occurredAt().truncatedTo(ChronoUnit.MICROS));
    }

    private OfflineUse.Outcome tell(OfflineUse use) {
        Optional<String> known = conflictOf(use);
        if (known.isPresent()) {
            return conflict(use, known.get());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<Taken> taken = take(use, now);
        if (taken.isEmpty()) {
            Optional<Coupon> present = present(use.code());
            if (present.isPresent()
                    && present.get().state() == Coupon.State.REDEEMED
                    && present.get().isBy(use.source(), use.sourceTransaction())) {
                return new OfflineUse.Outcome(use.code(), OfflineUse.Result.DUPLICATE, null);
            }
            String reason = present.map(coupon -> coupon.state() == Coupon.State.VOID
                            ? Reasons.COUPON_VOID.code()
                            : Reasons.COUPON_REDEEMED.code())
                    .orElse(Reasons.UNKNOWN_COUPON.code());
            return conflict(use, keep(use, reason, now));
        }
        if (!taken.get().inTime()) {
            return conflict(use, keep(use, Reasons.COUPON_EXPIRED.code(), now));
        }
        if (!isWithinCap(taken.get().offer(), use)) {
            return conflict(use, keep(use, BEYOND_CAP.code(), now));
        }
        return new OfflineUse.Outcome(use.code(), OfflineUse.Result.RECORDED, null);
    }

    private record Taken(String offer, boolean inTime) {}

    /** Even from a purchase that has reserved it and is under way: what has happened goes before what has not. */
    private Optional<Taken> take(OfflineUse use, Instant now) {
        return sql.sql("""
                        with taken as (
                            update loyalty.coupon
                            set state = 'REDEEMED', source = :source, source_transaction = :transaction,
                                reserved_until = null, changed_at = :now::timestamptz
                            where code = :code and state in ('ISSUED', 'RESERVED', 'RELEASED')
                            returning *),
                        kept as (
                            insert into loyalty.coupon_step
                                (code, state, source, source_transaction, till, at, told_at)
                            select code, state, source, source_transaction, :till, :at::timestamptz, changed_at
                            from taken)
                        select offer, valid_from <= :at::timestamptz and expires_at > :at::timestamptz as in_time
                        from taken
                        """)
                .param("code", use.code())
                .param("source", use.source())
                .param("transaction", use.sourceTransaction())
                .param("till", use.till())
                .param("at", use.occurredAt().toString())
                .param("now", now.toString())
                .query((row, number) -> new Taken(row.getString("offer"), row.getBoolean("in_time")))
                .optional();
    }

    private boolean isWithinCap(String offer, OfflineUse use) {
        return sql.sql("""
                        insert into loyalty.coupon_offline_use as u (offer, source, till, day, used)
                        select o.id, :source, :till, (:at::timestamptz at time zone :zone)::date, 1
                        from loyalty.offer o join loyalty.offer_version v on v.offer = o.id and v.version = o.version
                        where o.id = :offer and coalesce((v.terms->>'offlineCap')::int, 0) > 0
                        on conflict (offer, source, till, day) do update set used = u.used + 1
                        where u.used < (select (v.terms->>'offlineCap')::int
                                        from loyalty.offer o
                                        join loyalty.offer_version v on v.offer = o.id and v.version = o.version
                                        where o.id = u.offer)
                        """)
                        .param("offer", offer)
                        .param("source", use.source())
                        .param("till", use.till())
                        .param("at", use.occurredAt().toString())
                        .param("zone", terms.zone().getId())
                        .update()
                == 1;
    }

    private Optional<Coupon> present(String code) {
        return sql.sql("select * from loyalty.coupon where code = ?")
                .param(code)
                .query(Coupons::coupon)
                .optional();
    }

    private Optional<String> conflictOf(OfflineUse use) {
        return sql.sql("""
                        select reason from loyalty.coupon_conflict
                        where code = ? and source = ? and source_transaction = ?
                        """)
                .param(use.code())
                .param(use.source())
                .param(use.sourceTransaction())
                .query(String.class)
                .optional();
    }

    private String keep(OfflineUse use, String reason, Instant now) {
        sql.sql("""
                        insert into loyalty.coupon_conflict
                            (code, source, source_transaction, till, reason, occurred_at, told_at)
                        values (?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)
                        on conflict (code, source, source_transaction) do nothing
                        """)
                .params(
                        use.code(),
                        use.source(),
                        use.sourceTransaction(),
                        use.till(),
                        reason,
                        use.occurredAt().toString(),
                        now.toString())
                .update();
        return reason;
    }

    private static OfflineUse.Outcome conflict(OfflineUse use, String code) {
        Reason reason = List.of(
                        BEYOND_CAP,
                        Reasons.COUPON_EXPIRED,
                        Reasons.COUPON_VOID,
                        Reasons.UNKNOWN_COUPON,
                        Reasons.COUPON_REDEEMED)
                .stream()
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow();
        return new OfflineUse.Outcome(use.code(), OfflineUse.Result.CONFLICT, reason);
    }
}
