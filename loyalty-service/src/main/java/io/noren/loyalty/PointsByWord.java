package io.noren.loyalty;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Points that somebody says outright, without a purchase from which they would follow: a shop that computes its own, a
 * campaign, a person who puts something right. Each is booked once by the key of whoever says it.
 */
@Component
public class PointsByWord {
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_ACTOR = 200;
    /** Of one word; more is a slip of the hand. */
    private static final long MOST = 100_000_000;

    private final JdbcClient sql;
    private final Members members;
    private final PointsLedger ledger;
    private final PointsTerms terms;
    private final Clock clock;

    PointsByWord(JdbcClient sql, Members members, PointsLedger ledger, PointsTerms terms, Clock clock) {
        this.sql = sql;
        this.members = members;
        this.ledger = ledger;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * By what a word is known when it comes again.
     *
     * @param source the system that says it
     * @param transaction what that system calls it
     */
    public record Key(String source, String transaction) {
        public Key {
            source = PlainText.required("source", source, LONGEST_KEY, "POINTS_KEY_REQUIRED");
            transaction = PlainText.required("sourceTransaction", transaction, LONGEST_KEY, "POINTS_KEY_REQUIRED");
        }
    }

    /**
     * Points that a member gets.
     *
     * @param member the member's id, or of one of its accounts: they are that one's
     * @throws Refusal {@code IMPLAUSIBLE_POINTS}, {@code UNKNOWN_MEMBER}, {@code POINTS_CONFLICT} if this key told
     *     something else before
     */
    @Transactional
    public PointsEntry earn(UUID member, long points, Key key) {
        PointsEntry entry = entry(member, above0(points), PointsPurpose.EARN, key);
        return before(entry).orElseGet(() -> {
            ledger.earn(entry, terms.pendingUntil(entry.occurredAt()), terms.expiresAt(entry.occurredAt()));
            return booked(entry);
        });
    }

    /**
     * Points that go back to the programme, because what they were given for came back. What the member no longer has
     * becomes a debt.
     *
     * @param points above 0
     * @param earnedBy what the same source called the earning: then no more can go back than it gave, and they go from
     *     whoever got them; null when it does not know
     * @throws Refusal {@code RETURN_TOO_MUCH} with what is left of the earning, {@code UNKNOWN_EARNING}, and those of
     *     earning
     */
    @Transactional
    public PointsEntry takeBack(UUID member, long points, Key key, @Nullable String earnedBy) {
        if (earnedBy == null) {
            PointsEntry entry = entry(member, -above0(points), PointsPurpose.RETURN, key);
            return before(entry).orElseGet(() -> book(entry, null));
        }
        PointsEntry earned = earning(key.source(), earnedBy);
        PointsEntry entry = entry(earned.account(), -above0(points), PointsPurpose.RETURN, key);
        if (!members.known(member).equals(members.known(earned.account()))) {
            throw Refusal.at("member", "RETURN_OF_ANOTHER", "These points were given to another member.");
        }
        return before(entry).orElseGet(() -> {
            long left = left(earned);
            if (points > left) {
                throw Refusal.with(
                        "RETURN_TOO_MUCH",
                        "No more can go back than was given and has not gone back yet.",
                        Map.of("left", left));
            }
            book(entry, earned.id());
            sql.sql("insert into loyalty.points_return (entry, earned) values (?, ?)")
                    .params(entry.id(), earned.id())
                    .update();
            return entry;
        });
    }

    /**
     * A person puts a member's points right.
     *
     * @param points what is given, or below 0 what is taken: no more than can be spent now
     * @param actor who does it
     * @throws Refusal {@code ADJUSTMENT_REASON_REQUIRED}, {@code POINTS_NOT_ENOUGH} with what is spendable, and those of
     *     earning
     */
    @Transactional
    public PointsEntry adjust(UUID member, long points, Key key, String reason, String actor) {
        String because = PlainText.required("reason", reason, LONGEST_REASON, "ADJUSTMENT_REASON_REQUIRED");
        String by = PlainText.required("actor", actor, LONGEST_ACTOR, "ADJUSTMENT_REASON_REQUIRED");
        if (points == 0) {
            throw implausible();
        }
        PointsEntry entry = entry(member, Long.signum(points) * above0(Math.abs(points)), PointsPurpose.ADJUST, key);
        return before(entry).orElseGet(() -> {
            if (points > 0) {
                ledger.earn(entry, null, terms.expiresAt(entry.occurredAt()));
            } else {
                takeAway(entry);
            }
            booked(entry);
            sql.sql("insert into loyalty.points_adjustment (entry, reason, actor) values (?, ?, ?)")
                    .params(entry.id(), because, by)
                    .update();
            return entry;
        });
    }

    /** Of this account's own lots, and never more than they have. */
    private void takeAway(PointsEntry entry) {
        long free = sql.sql("""
                        select coalesce(sum(remaining - held), 0)::bigint from loyalty.points_lot
                        where account = ? and remaining > held
                        """).param(entry.account()).query(Long.class).single();
        if (-entry.points() > free) {
            throw Refusal.with(
                    "POINTS_NOT_ENOUGH", "The account does not have so many points now.", Map.of("spendable", free));
        }
        ledger.takeBack(entry, null);
    }

    private PointsEntry book(PointsEntry entry, @Nullable UUID lot) {
        ledger.takeBack(entry, lot);
        return booked(entry);
    }

    /** @throws Refusal {@code POINTS_CONFLICT} if the same key was told of another member at this very moment */
    private PointsEntry booked(PointsEntry entry) {
        return before(entry).orElseThrow(() -> new IllegalStateException("An entry was not booked: " + entry.id()));
    }

    /** What a purchase earned goes back with its goods, and is no earning by word. */
    private PointsEntry earning(String source, String transaction) {
        return sql.sql("""
                        select * from loyalty.points_entry e
                        where e.id = ? and not exists (
                            select from loyalty.purchase p
                            where p.source = e.source and p.source_transaction = e.source_transaction
                              and p.kind = 'SALE')
                        """)
                .param(PointsLedger.idOf(source, transaction, PointsPurpose.EARN))
                .query(PointsLedger::entry)
                .optional()
                .orElseThrow(() -> Refusal.at(
                        "earnedBy",
                        "UNKNOWN_EARNING",
                        "This source has told no points by that name. What a purchase earned goes back with its"
                                + " return; where the name is not known, leave it out."));
    }

    private long left(PointsEntry earned) {
        return earned.points()
                + sql.sql("""
                                select coalesce(sum(e.points), 0)::bigint
                                from loyalty.points_return r join loyalty.points_entry e on e.id = r.entry
                                where r.earned = ?
                                """).param(earned.id()).query(Long.class).single();
    }

    private PointsEntry entry(UUID account, long points, PointsPurpose purpose, Key key) {
        members.known(account);
        ledger.memberAlone(account);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new PointsEntry(
                PointsLedger.idOf(key.source(), key.transaction(), purpose),
                account,
                points,
                purpose,
                key.source(),
                key.transaction(),
                now,
                now);
    }

    /** What the same key told before; whoever told it holds the member's points until it is committed. */
    private Optional<PointsEntry> before(PointsEntry entry) {
        Optional<PointsEntry> before = find(entry.id());
        before.ifPresent(told -> {
            if (told.points() != entry.points()
                    || !members.known(told.account()).equals(members.known(entry.account()))) {
                throw new Refusal(
                        "POINTS_CONFLICT",
                        "This source told other points under the same key before; nothing was changed. Compare the"
                                + " two.");
            }
        });
        return before;
    }

    private Optional<PointsEntry> find(UUID entry) {
        return sql.sql("select * from loyalty.points_entry where id = ?")
                .param(entry)
                .query(PointsLedger::entry)
                .optional();
    }

    private static long above0(long points) {
        if (points <= 0 || points > MOST) {
            throw implausible();
        }
        return points;
    }

    private static Refusal implausible() {
        return Refusal.at(
                "points", "IMPLAUSIBLE_POINTS", "Give a whole number of points, at most 100,000,000 at once.");
    }
}
