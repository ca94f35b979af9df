package io.noren.loyalty.offer;

import io.noren.loyalty.MemberStanding;
import io.noren.loyalty.MemberStandings;
import io.noren.loyalty.PlainText;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.offer.Coupon.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The lives of coupons. Every step is one conditional statement, so of twenty tills one has the code; every step is done
 * once for a transaction, however often it is told.
 */
@Component
public class Coupons {
    private static final int LONGEST_KEY = 200;
    private static final int MOST_OF_A_MEMBER = 50;
    private static final int LONGEST_REASON = 500;

    /** Nobody else has it, and its time has come and is not over. */
    private static final String FREE = """
            (state in ('ISSUED', 'RELEASED') or state = 'RESERVED' and reserved_until <= :now::timestamptz)
            and valid_from <= :now::timestamptz and expires_at > :now::timestamptz""";

    private static final String OURS = "source = :source and source_transaction = :transaction";

    private final JdbcClient sql;
    private final MemberStandings standings;
    private final OfferSettings settings;
    private final Clock clock;

    Coupons(JdbcClient sql, MemberStandings standings, OfferSettings settings, Clock clock) {
        this.sql = sql;
        this.standings = standings;
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws Refusal {@code UNKNOWN_COUPON}, {@code UNREADABLE_COUPON} */
    @Transactional(readOnly = true)
    public Coupon get(String code) {
        return find(CouponCode.read(code)).orElseThrow(Coupons::unknown).at(now());
    }

    /**
     * Those that are a member's alone, over all accounts, whatever became of them; the latest first, at most 50.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<Coupon> of(UUID account) {
        Instant now = now();
        return sql
                .sql("""
                        select c.* from loyalty.coupon c join loyalty.member m on m.id = c.member
                        where m.id = :member or m.part_of = :member
                        order by c.valid_from desc, c.code limit :most
                        """)
                .param("member", standings.of(account).member())
                .param("most", MOST_OF_A_MEMBER)
                .query(Coupons::coupon)
                .list()
                .stream()
                .map(coupon -> coupon.at(now))
                .toList();
    }

    /**
     * Keeps a code for a purchase that is under way, for half an hour unless set otherwise. Told again it is the same
     * reservation.
     *
     * @param account of the card or login that was presented; null for anyone
     * @throws Refusal {@code COUPON_REDEEMED}, {@code COUPON_RESERVED}, {@code COUPON_EXPIRED}, {@code COUPON_VOID},
     *     {@code COUPON_NOT_YET_VALID}, {@code COUPON_OF_ANOTHER_MEMBER}, {@code UNKNOWN_COUPON}
     */
    @Transactional
    public Coupon reserve(String code, @Nullable UUID account, String source, String sourceTransaction) {
        Step step = step(code, account, source, sourceTransaction);
        Optional<Coupon> reserved = change(step, State.RESERVED, FREE + " and " + THEIRS);
        if (reserved.isPresent()) {
            return reserved.get();
        }
        Coupon present = find(step.code()).orElseThrow(Coupons::unknown).at(step.now());
        if (present.state() == State.RESERVED && present.isBy(step.source(), step.transaction())) {
            return present;
        }
        throw refused(present, step);
    }

    /**
     * The code is used: by the transaction that reserved it, or at once. Told again nothing more is done.
     *
     * @throws Refusal as {@link #reserve}
     */
    @Transactional
    public Coupon redeem(String code, @Nullable UUID account, String source, String sourceTransaction) {
        Step step = step(code, account, source, sourceTransaction);
        // Its own reservation holds beyond the coupon's time; when that has run out as well, the coupon has expired.
        Optional<Coupon> redeemed = change(
                step,
                State.REDEEMED,
                "((" + FREE + ") or state = 'RESERVED' and reserved_until > :now::timestamptz and " + OURS + ") and "
                        + THEIRS);
        if (redeemed.isPresent()) {
            return redeemed.get();
        }
        Coupon present = find(step.code()).orElseThrow(Coupons::unknown).at(step.now());
        if (present.state() == State.REDEEMED && present.isBy(step.source(), step.transaction())) {
            return present;
        }
        throw refused(present, step);
    }

    /**
     * The purchase does not take place, or without the code. Told again, or when the reservation has run out, nothing
     * more is done.
     *
     * @throws Refusal {@code COUPON_REDEEMED}, {@code COUPON_NOT_RESERVED} when this transaction never had it
     */
    @Transactional
    public Coupon release(String code, String source, String sourceTransaction) {
        Step step = step(code, null, source, sourceTransaction);
        Optional<Coupon> released = change(step, State.RELEASED, "state = 'RESERVED' and " + OURS);
        if (released.isPresent()) {
            return released.get().at(step.now());
        }
        Coupon present = find(step.code()).orElseThrow(Coupons::unknown);
        if (!present.isBy(step.source(), step.transaction())) {
            throw new Refusal("COUPON_NOT_RESERVED", "This transaction does not have the coupon; nothing was changed.");
        }
        return switch (present.state()) {
            case REDEEMED, VOID -> throw refused(present, step);
            default -> present.at(step.now());
        };
    }

    /**
     * What became of a code.
     *
     * @param till which took it while it was offline; null otherwise
     * @param actor who took it out of use; null where a purchase did something with it
     */
    public record Told(
            State state,
            String source,
            String sourceTransaction,
            @Nullable String till,
            @Nullable String actor,
            @Nullable String reason,
            Instant at) {}

    /**
     * All that became of a code since it was issued, in its order; what time alone ended is not among it.
     *
     * @throws Refusal {@code UNREADABLE_COUPON}
     */
    @Transactional(readOnly = true)
    public List<Told> steps(String code) {
        return sql.sql("select * from loyalty.coupon_step where code = ? order by id")
                .param(CouponCode.read(code))
                .query((row, number) -> new Told(
                        State.valueOf(row.getString("state")),
                        row.getString("source"),
                        row.getString("source_transaction"),
                        row.getString("till"),
                        row.getString("actor"),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    /**
     * Takes a code out of use. Told again nothing more is done.
     *
     * @param reason why, for whoever is asked about it next; null where the caller's system knows
     * @param actor who did it
     * @throws Refusal {@code COUPON_REDEEMED}, {@code COUPON_RESERVED} while a purchase has it
     */
    @Transactional
    public Coupon revoke(String code, String source, String sourceTransaction, @Nullable String reason, String actor) {
        Step step = step(code, null, source, sourceTransaction)
                .because(
                        PlainText.optional("reason", reason, LONGEST_REASON),
                        PlainText.required("actor", actor, LONGEST_KEY, "ACTOR_REQUIRED"));
        Optional<Coupon> revoked = change(
                step,
                State.VOID,
                "(state in ('ISSUED', 'RELEASED') or state = 'RESERVED' and reserved_until <= :now::timestamptz)");
        if (revoked.isPresent()) {
            return revoked.get();
        }
        Coupon present = find(step.code()).orElseThrow(Coupons::unknown).at(step.now());
        if (present.state() == State.VOID) {
            return present;
        }
        throw refused(present, step);
    }

    /** The codes that a basket shows, with what is wrong with them; in the order of the codes. */
    List<ShownCoupon> shown(CheckedBasket basket, @Nullable MemberStanding standing) {
        Map<String, Coupon> there = new HashMap<>();
        sql.sql("select * from loyalty.coupon where code in (:codes)")
                .param("codes", basket.coupons())
                .query(Coupons::coupon)
                .list()
                .forEach(coupon -> there.put(coupon.code(), coupon));
        return basket.coupons().stream()
                .map(code -> shown(code, there.get(code), basket, standing))
                .toList();
    }

    private ShownCoupon shown(
            String code, @Nullable Coupon stored, CheckedBasket basket, @Nullable MemberStanding standing) {
        if (stored == null) {
            return new ShownCoupon(code, null, Reasons.UNKNOWN_COUPON);
        }
        Coupon coupon = stored.at(basket.at());
        Basket told = basket.told();
        Reason problem = switch (coupon.state()) {
            case EXPIRED -> Reasons.COUPON_EXPIRED;
            case REDEEMED -> Reasons.COUPON_REDEEMED;
            case VOID -> Reasons.COUPON_VOID;
            case RESERVED -> coupon.isBy(told.source(), told.sourceTransaction()) ? null : Reasons.COUPON_RESERVED;
            case ISSUED, RELEASED -> null;
        };
        if (problem == null && coupon.validFrom().isAfter(basket.at())) {
            problem = Reasons.COUPON_NOT_YET;
        }
        if (problem == null && !belongs(coupon, standing == null ? null : standing.member())) {
            problem = Reasons.COUPON_OF_OTHER;
        }
        return new ShownCoupon(code, coupon.offer(), problem);
    }

    private boolean belongs(Coupon coupon, @Nullable UUID member) {
        UUID owner = coupon.member();
        return owner == null || (member != null && standings.of(owner).member().equals(member));
    }

    /** Nobody's, or of an account of the same member. */
    private static final String THEIRS = """
            (member is null or exists (
                select from loyalty.member o join loyalty.member a
                    on coalesce(o.part_of, o.id) = coalesce(a.part_of, a.id)
                where o.id = c.member and a.id = :account::uuid))""";

    private record Step(
            String code,
            @Nullable UUID account,
            String source,
            String transaction,
            Instant now,
            @Nullable String reason,
            @Nullable String actor) {
        Step because(@Nullable String why, String who) {
            return new Step(code, account, source, transaction, now, why, who);
        }
    }

    private Step step(String code, @Nullable UUID account, String source, String sourceTransaction) {
        return new Step(
                CouponCode.read(code),
                account,
                PlainText.required("source", source, LONGEST_KEY, "COUPON_KEY_REQUIRED"),
                PlainText.required("sourceTransaction", sourceTransaction, LONGEST_KEY, "COUPON_KEY_REQUIRED"),
                now(),
                null,
                null);
    }

    private Optional<Coupon> change(Step step, State state, String condition) {
        return sql.sql("""
                        with changed as (
                            update loyalty.coupon c
                            set state = :state, source = :source, source_transaction = :transaction,
                                reserved_until = case when :state = 'RESERVED' then :until::timestamptz end,
                                changed_at = :now::timestamptz
                            where code = :code and (%s)
                            returning *),
                        kept as (
                            insert into loyalty.coupon_step
                                (code, state, source, source_transaction, at, told_at, reason, actor)
                            select code, state, source, source_transaction, changed_at, changed_at,
                                   :reason::text, :actor::text
                            from changed)
                        select * from changed
                        """.formatted(condition))
                .param("code", step.code())
                .param("account", step.account() == null ? null : step.account().toString())
                .param("state", state.name())
                .param("source", step.source())
                .param("transaction", step.transaction())
                .param("until", step.now().plus(settings.couponReservedFor()).toString())
                .param("now", step.now().toString())
                .param("reason", step.reason())
                .param("actor", step.actor())
                .query(Coupons::coupon)
                .optional();
    }

    private Optional<Coupon> find(String code) {
        return sql.sql("select * from loyalty.coupon where code = ?")
                .param(code)
                .query(Coupons::coupon)
                .optional();
    }

    private static Refusal refused(Coupon present, Step step) {
        Reason reason = switch (present.state()) {
            case REDEEMED -> Reasons.COUPON_REDEEMED;
            case RESERVED -> Reasons.COUPON_RESERVED;
            case VOID -> Reasons.COUPON_VOID;
            case EXPIRED -> Reasons.COUPON_EXPIRED;
            case ISSUED, RELEASED -> {
                if (present.validFrom().isAfter(step.now())) {
                    yield Reasons.COUPON_NOT_YET;
                }
                // Nobody's, and still not to be had: another purchase let it go at this very moment.
                yield present.member() == null ? Reasons.COUPON_RESERVED : Reasons.COUPON_OF_OTHER;
            }
        };
        return new Refusal(reason.code(), reason.en() + "; nothing was changed.");
    }

    private static Refusal unknown() {
        return Refusal.at("code", Reasons.UNKNOWN_COUPON.code(), "There is no coupon with this code.");
    }

    static Coupon coupon(ResultSet row, int number) throws SQLException {
        Timestamp reservedUntil = row.getTimestamp("reserved_until");
        return new Coupon(
                row.getString("code"),
                row.getString("offer"),
                row.getObject("member", UUID.class),
                row.getTimestamp("valid_from").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                State.valueOf(row.getString("state")),
                row.getString("source"),
                row.getString("source_transaction"),
                reservedUntil == null ? null : reservedUntil.toInstant());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
