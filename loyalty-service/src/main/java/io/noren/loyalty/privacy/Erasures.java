package io.noren.loyalty.privacy;

import io.noren.loyalty.Claim;
import io.noren.loyalty.MemberErased;
import io.noren.loyalty.MemberHold;
import io.noren.loyalty.MemberHolds;
import io.noren.loyalty.Members;
import io.noren.loyalty.PlainText;
import io.noren.loyalty.PointsByWord;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.privacy.Erasure.Reason;
import io.noren.loyalty.privacy.Erasure.Receipt;
import io.noren.loyalty.signin.CardPins;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forgets members: all of it at once or, with a name, nothing. What they have left in points is forfeited, so that the
 * books stay even; what they bought stays, and is nobody's. Announces {@link MemberErased}, and keeps who has not
 * answered.
 */
@Component
public class Erasures {
    /** Most in a list. */
    public static final int MOST_LISTED = 100;

    private static final int LONGEST_NAME = 200;
    private static final long MOST_AT_ONCE = 100_000_000;

    private final JdbcClient sql;
    private final Members members;
    private final MemberHolds holds;
    private final PointsByWord points;
    private final Forgetting forgetting;
    private final CardPins pins;
    private final PrivacySettings settings;
    private final ApplicationEventPublisher facts;
    private final Clock clock;

    Erasures(
            JdbcClient sql,
            Members members,
            MemberHolds holds,
            PointsByWord points,
            Forgetting forgetting,
            CardPins pins,
            PrivacySettings settings,
            ApplicationEventPublisher facts,
            Clock clock) {
        this.sql = sql;
        this.members = members;
        this.holds = holds;
        this.points = points;
        this.forgetting = forgetting;
        this.pins = pins;
        this.settings = settings;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * Forgets a member, with all accounts that are part of them. Asked again it is the same erasure.
     *
     * @param actor who does it
     * @throws Refusal {@code UNKNOWN_MEMBER}; {@code REDEMPTION_RUNNING} while points are reserved, {@code MERGE_OPEN}
     *     while somebody is to decide whether they are another member, {@code MEMBER_ON_HOLD} while somebody looks into
     *     what they did
     */
    @Transactional
    public Erasure erase(UUID id, Reason reason, String actor) {
        Optional<Erasure> before = ofAccount(id);
        if (before.isPresent()) {
            return before.get();
        }
        UUID member = members.known(id);
        forgetting.awaitWriters(member);
        // Nobody merges or parts them, or moves their points, until this is done.
        sql.sql("select id from loyalty.member where id = ? for no key update")
                .param(member)
                .query(UUID.class)
                .single();
        Optional<Erasure> meanwhile = ofAccount(id);
        if (meanwhile.isPresent()) {
            return meanwhile.get();
        }
        if (!members.known(id).equals(member)) {
            throw new Refusal("MERGE_OUTDATED", "They have been merged or parted at this moment; look again.");
        }
        List<UUID> accounts = sql.sql("select id from loyalty.member where id = ? or part_of = ? order by id")
                .params(member, member)
                .query(UUID.class)
                .list();
        String[] ids = accounts.stream().map(UUID::toString).toArray(String[]::new);
        refuseWhileOpen(member, ids);
        UUID erasure = UUID.randomUUID();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String by = PlainText.required("actor", actor, LONGEST_NAME, "ACTOR_REQUIRED");
        long forfeited = accounts.stream()
                .mapToLong(account -> forfeit(erasure, account, by))
                .sum();
        // It stays: whoever was forgotten is parted from nobody.
        holds.place(member, MemberHold.Kind.ERASURE, "erased", by);
        pins.forget(members.get(member).identifiers().stream()
                .map(each -> new Claim(each.type(), each.value()))
                .toList());
        forgetting.forget(ids, now);
        sql.sql("insert into loyalty.erasure values (?, ?, ?, ?, ?::timestamptz, ?)")
                .params(erasure, member, reason.name(), by, now.toString(), forfeited)
                .update();
        sql.sql("insert into loyalty.erasure_account select ?, unnest(?::uuid[])")
                .param(erasure)
                .param(ids)
                .update();
        sql.sql("insert into loyalty.erasure_receipt (erasure, system) select ?, unnest(?::text[])")
                .param(erasure)
                .param(settings.erasedAlsoAt().stream().distinct().toArray(String[]::new))
                .update();
        facts.publishEvent(new MemberErased(erasure, member, accounts, now));
        return get(erasure);
    }

    /** @throws Refusal {@code UNKNOWN_ERASURE} */
    @Transactional(readOnly = true)
    public Erasure get(UUID erasure) {
        return list("where e.id = ?", erasure).stream()
                .findFirst()
                .orElseThrow(() -> new Refusal("UNKNOWN_ERASURE", "There is no erasure with this id."));
    }

    /**
     * The erasure of a member who is forgotten, by their id or that of an account that was part of them; none of anybody
     * else.
     */
    @Transactional(readOnly = true)
    public Optional<Erasure> of(UUID account) {
        return ofAccount(account);
    }

    /** Those that a system has not answered, the oldest first, at most 100. */
    @Transactional(readOnly = true)
    public List<Erasure> waiting() {
        return list("""
                where exists (select from loyalty.erasure_receipt r where r.erasure = e.id and r.answered_at is null)
                  and ?::uuid is null
                """, null);
    }

    /**
     * A system says that it has forgotten the member, too. Said again nothing more is done.
     *
     * @throws Refusal {@code UNKNOWN_ERASURE}, {@code SYSTEM_REQUIRED}
     */
    @Transactional
    public Erasure answer(UUID erasure, String system, String actor) {
        get(erasure);
        sql.sql("""
                        insert into loyalty.erasure_receipt as r (erasure, system, answered_at, actor)
                        values (?, ?, ?::timestamptz, ?)
                        on conflict (erasure, system) do update
                            set answered_at = excluded.answered_at, actor = excluded.actor
                            where r.answered_at is null
                        """)
                .params(
                        erasure,
                        PlainText.required("system", system, LONGEST_NAME, "SYSTEM_REQUIRED"),
                        clock.instant().truncatedTo(ChronoUnit.MICROS).toString(),
                        PlainText.required("actor", actor, LONGEST_NAME, "ACTOR_REQUIRED"))
                .update();
        return get(erasure);
    }

    private void refuseWhileOpen(UUID member, String[] accounts) {
        if (any(
                "select from loyalty.redemption where state = 'RESERVED' and (account = any(:accounts::uuid[]) or id in"
                        + " (select redemption from loyalty.redemption_lot rl join loyalty.points_lot l on l.id = rl.lot"
                        + " where l.account = any(:accounts::uuid[])))",
                accounts)) {
            throw new Refusal(
                    "REDEMPTION_RUNNING",
                    "Somebody is paying with these points. Wait until it is captured or released.");
        }
        if (any(
                "select from loyalty.merge where state = 'PROPOSED'"
                        + " and (survivor = any(:accounts::uuid[]) or absorbed = any(:accounts::uuid[]))",
                accounts)) {
            throw new Refusal(
                    "MERGE_OPEN", "Somebody is to decide whether this is another member. Approve or reject it first.");
        }
        if (holds.of(member).stream().anyMatch(hold -> hold.kind() == MemberHold.Kind.FRAUD)) {
            throw new Refusal("MEMBER_ON_HOLD", "Somebody looks into what the member did. Lift the hold first.");
        }
    }

    private boolean any(String query, String[] accounts) {
        return sql.sql("select exists (" + query + ")")
                .param("accounts", accounts)
                .query(Boolean.class)
                .single();
    }

    private long forfeit(UUID erasure, UUID account, String actor) {
        long left = sql.sql("select coalesce(sum(remaining), 0)::bigint from loyalty.points_lot where account = ?")
                .param(account)
                .query(Long.class)
                .single();
        for (long taken = 0; taken < left; taken += MOST_AT_ONCE) {
            PointsByWord.Key key =
                    new PointsByWord.Key("noren", "erasure/" + erasure + "/" + account + "/" + taken / MOST_AT_ONCE);
            points.adjust(account, -Math.min(MOST_AT_ONCE, left - taken), key, "erased", actor);
        }
        return left;
    }

    private Optional<Erasure> ofAccount(UUID account) {
        return list("where e.id = (select erasure from loyalty.erasure_account where account = ?)", account).stream()
                .findFirst();
    }

    private List<Erasure> list(String condition, @Nullable UUID id) {
        return sql.sql("select e.* from loyalty.erasure e " + condition + " order by e.erased_at, e.id limit "
                        + MOST_LISTED)
                .param(id)
                .query((row, number) -> {
                    UUID erasure = row.getObject("id", UUID.class);
                    return new Erasure(
                            erasure,
                            row.getObject("member", UUID.class),
                            sql.sql("select account from loyalty.erasure_account where erasure = ? order by account")
                                    .param(erasure)
                                    .query(UUID.class)
                                    .list(),
                            Reason.valueOf(row.getString("reason")),
                            row.getString("actor"),
                            row.getTimestamp("erased_at").toInstant(),
                            row.getLong("forfeited_points"),
                            receipts(erasure));
                })
                .list();
    }

    private List<Receipt> receipts(UUID erasure) {
        return sql.sql("select * from loyalty.erasure_receipt where erasure = ? order by system")
                .param(erasure)
                .query((row, number) -> {
                    Timestamp answered = row.getTimestamp("answered_at");
                    return new Receipt(row.getString("system"), answered == null ? null : answered.toInstant());
                })
                .list();
    }
}
