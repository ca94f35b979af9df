package io.noren.loyalty;

import io.noren.loyalty.Presenters.Presented;
import io.noren.loyalty.RedeemedLots.Held;
import io.noren.loyalty.Redemption.State;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Paying with points: reserved while the till or shop takes the rest of the payment, then captured or released. What
 * lapses soonest goes first. Each step is done once, however often it is told; a step that is too late has a name.
 */
@Component
public class Redemptions {
    private static final int MOST_LISTED = 100;

    private static final int LONGEST_KEY = 200;

    private final JdbcClient sql;
    private final PointsLedger ledger;
    private final Members members;
    private final RedeemedLots lots;
    private final Presenters presenters;
    private final PointsSettings settings;
    private final Clock clock;

    Redemptions(
            JdbcClient sql,
            PointsLedger ledger,
            Members members,
            RedeemedLots lots,
            Presenters presenters,
            PointsSettings settings,
            Clock clock) {
        this.sql = sql;
        this.ledger = ledger;
        this.members = members;
        this.lots = lots;
        this.presenters = presenters;
        this.settings = settings;
        this.clock = clock;
    }

    /** The same where nothing is shown, because whoever asks knows the member: a shop that they are signed in to. */
    @Transactional
    public Redemption reserve(UUID account, long points, String source, String sourceTransaction) {
        return reserve(account, points, source, sourceTransaction, null);
    }

    /**
     * Holds points for a transaction. Told again it is the same reservation.
     *
     * @param account of the card or login that was presented, or the member's own id
     * @param presented what the customer showed; what anybody can say of somebody, as a phone number, is not enough
     *     without it either
     * @throws Refusal {@code POINTS_NOT_ENOUGH} with what is spendable, {@code IMPLAUSIBLE_POINTS}, {@code
     *     REDEMPTION_CONFLICT} if this transaction has asked for something else before, {@code UNKNOWN_MEMBER}, {@code
     *     REDEMPTION_KEY_REQUIRED}, {@code IDENTIFIER_NEVER_SPENDS}, {@code PRESENTED_BY_ANOTHER}
     */
    @Transactional
    public Redemption reserve(
            UUID account, long points, String source, String sourceTransaction, @Nullable Claim presented) {
        if (points <= 0) {
            throw Refusal.at("points", "IMPLAUSIBLE_POINTS", "Give the points to spend, a whole number above 0.");
        }
        String by = PlainText.required("source", source, LONGEST_KEY, "REDEMPTION_KEY_REQUIRED");
        String transaction =
                PlainText.required("sourceTransaction", sourceTransaction, LONGEST_KEY, "REDEMPTION_KEY_REQUIRED");
        while (true) {
            Asking asking = alone(account, by, transaction);
            if (asking.before() != null) {
                return sameAs(asking.before(), account, points);
            }
            Instant now = now();
            Redemption asked = new Redemption(
                    UUID.randomUUID(),
                    account,
                    points,
                    by,
                    transaction,
                    null,
                    State.RESERVED,
                    now,
                    now.plus(settings.reservedFor()),
                    null);
            Presented shown = presenters.presented(presented);
            Held held = lots.hold(asked, asking.member(), shown);
            // The account may have gone to another member while this waited for the one it was of.
            if (held.theirs()) {
                return held.held() ? asked.by(held.presentedBy()) : unheld(asked, asking.member(), held, shown);
            }
        }
    }

    private Redemption unheld(Redemption asked, UUID member, Held held, Presented shown) {
        if (!held.allowed()) {
            throw shown.refusal();
        }
        // Another account's, of a member that this one did not wait for.
        return find(asked.source(), asked.sourceTransaction())
                .map(before -> sameAs(before, asked.account(), asked.points()))
                .orElseThrow(() -> Refusal.with(
                        "POINTS_NOT_ENOUGH",
                        "The member does not have so many points to spend now.",
                        Map.of("spendable", ledger.balance(member).spendable())));
    }

    /**
     * The points are spent. Told again nothing more is done.
     *
     * @throws Refusal {@code REDEMPTION_ENDED} if it was released or has lapsed, {@code UNKNOWN_REDEMPTION}
     */
    @Transactional
    public Redemption capture(UUID id) {
        Alone alone = alone(id);
        Redemption redemption = alone.redemption();
        return switch (redemption.state()) {
            case RESERVED -> {
                Instant now = now();
                yield lots.spend(redemption, alone.member(), now) ? redemption.as(State.CAPTURED, now) : capture(id);
            }
            case CAPTURED -> redemption;
            case RELEASED, LAPSED -> throw ended(redemption);
        };
    }

    /**
     * The points are not needed. Told again nothing more is done; what has lapsed is free already.
     *
     * @throws Refusal {@code REDEMPTION_ENDED} if it is captured, {@code UNKNOWN_REDEMPTION}
     */
    @Transactional
    public Redemption release(UUID id) {
        Alone alone = alone(id);
        Redemption redemption = alone.redemption();
        return switch (redemption.state()) {
            case RESERVED -> {
                Instant now = now();
                yield lots.letGo(redemption, alone.member(), State.RELEASED, now)
                        ? redemption.as(State.RELEASED, now)
                        : release(id);
            }
            case RELEASED, LAPSED -> redemption;
            case CAPTURED -> throw ended(redemption);
        };
    }

    /**
     * Goods that were paid with points come back: so do the points, each to the lot it was taken from, those that last
     * longest first. They can be spent for some time even where that lot has lapsed meanwhile. Told again nothing more
     * is done.
     *
     * @param source the system that took the goods back, and {@code sourceTransaction} what it calls the return
     * @return what of the redemption could still come back after this
     * @throws Refusal {@code GIVE_BACK_TOO_MUCH} with what could come back, {@code GIVE_BACK_CONFLICT} if this return
     *     has told something else before, {@code REDEMPTION_ENDED} if it was not captured, and those of reserving
     */
    @Transactional
    public long giveBack(UUID id, long points, String source, String sourceTransaction) {
        if (points <= 0) {
            throw Refusal.at("points", "IMPLAUSIBLE_POINTS", "Give the points that come back, a whole number above 0.");
        }
        String by = PlainText.required("source", source, LONGEST_KEY, "REDEMPTION_KEY_REQUIRED");
        String transaction =
                PlainText.required("sourceTransaction", sourceTransaction, LONGEST_KEY, "REDEMPTION_KEY_REQUIRED");
        Redemption redemption = get(id);
        UUID member = ledger.memberAlone(redemption.account());
        if (redemption.state() != State.CAPTURED) {
            throw ended(redemption);
        }
        long before = givenBack(redemption, by, transaction);
        if (before == 0) {
            putBack(redemption, member, points, by, transaction);
        } else if (before != points) {
            throw new Refusal(
                    "GIVE_BACK_CONFLICT",
                    "This return has given other points back before; nothing was changed. Compare the two.");
        }
        return lots.left(redemption).all();
    }

    /** @throws Refusal {@code UNKNOWN_REDEMPTION} */
    @Transactional(readOnly = true)
    public Redemption get(UUID id) {
        return sql.sql("select * from loyalty.redemption where id = ?")
                .param(id)
                .query(Redemption::read)
                .optional()
                .orElseThrow(Redemptions::unknown);
    }

    /**
     * Those of a member over all accounts, the latest first.
     *
     * @param limit at most 100
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<Redemption> of(UUID id, int limit) {
        return sql.sql("""
                        select r.* from loyalty.redemption r join loyalty.member m on m.id = r.account
                        where m.id = :member or m.part_of = :member
                        order by r.reserved_at desc, r.id limit :limit
                        """)
                .param("member", members.known(id))
                .param("limit", Math.min(limit, MOST_LISTED))
                .query(Redemption::read)
                .list();
    }

    /** Those that were to be resolved by now and were not, the oldest first. */
    @Transactional(readOnly = true)
    List<UUID> lapsing(int atMost) {
        return sql.sql("""
                        select id from loyalty.redemption
                        where state = 'RESERVED' and ends_at <= ?::timestamptz order by ends_at limit ?
                        """)
                .param(now().toString())
                .param(atMost)
                .query(UUID.class)
                .list();
    }

    /** Frees what one holds, unless it was resolved or is still to be. */
    @Transactional
    void lapse(UUID id) {
        Alone alone = alone(id);
        Redemption redemption = alone.redemption();
        Instant now = now();
        if (redemption.state() == State.RESERVED && !redemption.endsAt().isAfter(now)) {
            lots.letGo(redemption, alone.member(), State.LAPSED, now);
        }
    }

    private void putBack(Redemption redemption, UUID member, long points, String source, String sourceTransaction) {
        RedeemedLots.Left left = lots.left(redemption);
        if (points > left.all()) {
            throw Refusal.with(
                    "GIVE_BACK_TOO_MUCH",
                    "No more can come back than was paid with and has not come back yet.",
                    Map.of("left", left.all()));
        }
        Instant now = now();
        sql.sql("""
                        insert into loyalty.redemption_return (redemption, source, source_transaction, points, at)
                        values (?, ?, ?, ?, ?::timestamptz)
                        """)
                .params(redemption.id(), source, sourceTransaction, points, now.toString())
                .update();
        lots.giveBack(redemption, member, points, left, source, sourceTransaction, now);
    }

    private long givenBack(Redemption redemption, String source, String sourceTransaction) {
        return sql.sql("""
                        select points from loyalty.redemption_return
                        where redemption = ? and source = ? and source_transaction = ?
                        """)
                .param(redemption.id())
                .param(source)
                .param(sourceTransaction)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /**
     * @param member whose the account was before this waited; a later statement says whose it is
     * @param before what was reserved by the same key, when nobody else reserved anything for the member
     */
    private record Asking(UUID member, @Nullable Redemption before) {}

    /** Nobody moves the member's points until this transaction ends. */
    private Asking alone(UUID account, String source, String sourceTransaction) {
        Optional<Asking> asking = Optional.empty();
        while (asking.isEmpty()) {
            asking = sql.sql("""
                            select r.id as member, d.*
                            from loyalty.member a
                            join loyalty.member r on r.id = coalesce(a.part_of, a.id)
                            left join loyalty.redemption d on d.source = ? and d.source_transaction = ?
                            where a.id = ? and a.erased_at is null and r.part_of is null
                            for no key update of r
                            """)
                    .params(source, sourceTransaction, account)
                    .query((row, number) -> new Asking(
                            row.getObject("member", UUID.class),
                            row.getObject("id") == null ? null : Redemption.read(row, number)))
                    .optional();
            if (asking.isEmpty()) {
                // There is no such member; or they became part of another one while this waited for them.
                members.known(account);
            }
        }
        return asking.get();
    }

    /** @param member whose it was before this waited; a later statement says whose it is */
    private record Alone(Redemption redemption, UUID member) {}

    /**
     * Nobody moves its member's points until this transaction ends. It is as it stood before that, which is how it stands
     * unless it was reserved: only that changes, once.
     */
    private Alone alone(UUID id) {
        Optional<Alone> alone = Optional.empty();
        while (alone.isEmpty()) {
            alone = sql.sql("""
                            select r.id as member, d.*
                            from loyalty.redemption d
                            join loyalty.member a on a.id = d.account
                            join loyalty.member r on r.id = coalesce(a.part_of, a.id)
                            where d.id = ? and r.part_of is null
                            for no key update of r
                            """)
                    .param(id)
                    .query((row, number) ->
                            new Alone(Redemption.read(row, number), row.getObject("member", UUID.class)))
                    .optional();
            if (alone.isEmpty()) {
                // There is none; or its member became part of another one while this waited for them.
                get(id);
            }
        }
        return alone.get();
    }

    private Optional<Redemption> find(String source, String sourceTransaction) {
        return sql.sql("select * from loyalty.redemption where source = ? and source_transaction = ?")
                .param(source)
                .param(sourceTransaction)
                .query(Redemption::read)
                .optional();
    }

    private Redemption sameAs(Redemption before, UUID account, long points) {
        if (before.points() != points || !members.known(before.account()).equals(members.known(account))) {
            throw new Refusal(
                    "REDEMPTION_CONFLICT",
                    "This transaction has asked for other points before; nothing was changed. Release that redemption"
                            + " first, and ask under another key.");
        }
        return before;
    }

    private static Refusal ended(Redemption redemption) {
        return Refusal.with(
                "REDEMPTION_ENDED",
                "This redemption is resolved; points that are to be spent are reserved anew, those that were spent come"
                        + " back with a return.",
                Map.of("state", redemption.state().name()));
    }

    private static Refusal unknown() {
        return new Refusal("UNKNOWN_REDEMPTION", "There is no redemption with this id.");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
