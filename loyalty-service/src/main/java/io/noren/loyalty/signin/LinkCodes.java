package io.noren.loyalty.signin;

import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LinkAnswer;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.signin.ProofTries.Limits;
import io.noren.loyalty.signin.ProofTries.Try;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Codes by which members link an app or a shop: they read one on their own page and type it there, and the app or the
 * shop, which knows who is signed in, hands it in with the login.
 */
@Component
public class LinkCodes {
    /** Without those that are taken for one another. */
    private static final String CHARACTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 8;
    private static final int LONGEST_TYPED = 40;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(1);

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient sql;
    private final SignInHashes hashes;
    private final ProofTries tries;
    private final ProofSettings settings;
    private final Members members;
    private final TransactionTemplate transaction;
    private final Clock clock;

    LinkCodes(
            JdbcClient sql,
            SignInHashes hashes,
            ProofTries tries,
            ProofSettings settings,
            Members members,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.hashes = hashes;
        this.tries = tries;
        this.settings = settings;
        this.members = members;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** @param code eight characters, shown this once */
    public record Made(String code, Instant expiresAt) {
        /** Not the code: this may end in a log. */
        @Override
        public String toString() {
            return "a link code until " + expiresAt;
        }
    }

    /** @param member who they are now, if rules have made two members one */
    public record Linked(UUID member, LinkAnswer answer) {}

    /**
     * A new code; it ends an older one.
     *
     * @throws Refusal {@code TOO_MANY_CODES}, {@code UNKNOWN_MEMBER}
     */
    @Transactional
    public Made make(UUID id) {
        UUID member = members.known(id);
        Instant now = now();
        sql.sql("select pg_advisory_xact_lock(hashtextextended('loyalty.link_code ' || ?, 0))")
                .param(member.toString())
                .query(row -> {});
        int made = sql.sql("""
                        select count(*) from loyalty.link_code
                        where member in (select id from loyalty.member where id = :member or part_of = :member)
                          and made_at > :since::timestamptz
                        """)
                .param("member", member)
                .param("since", now.minus(WINDOW).toString())
                .query(Integer.class)
                .single();
        if (made >= settings.linkCodesPerMember()) {
            throw new Refusal("TOO_MANY_CODES", "Too many codes were asked for. Wait an hour and try again.");
        }
        sql.sql("delete from loyalty.link_code where made_at < ?::timestamptz")
                .param(now.minus(KEPT).toString())
                .update();
        sql.sql("update loyalty.link_code set ended_at = ?::timestamptz where member = ? and ended_at is null")
                .params(now.toString(), member)
                .update();
        String code = random.ints(LENGTH, 0, CHARACTERS.length())
                .mapToObj(place -> CHARACTERS.substring(place, place + 1))
                .collect(Collectors.joining());
        Instant end = now.plus(settings.linkCodeValidFor());
        sql.sql("""
                        insert into loyalty.link_code (id, member, code, made_at, expires_at)
                        values (?, ?, ?, ?::timestamptz, ?::timestamptz)
                        """)
                .params(UUID.randomUUID(), member, hashes.link(code), now.toString(), end.toString())
                .update();
        return new Made(code, end);
    }

    /**
     * Takes a code back, once, and links the login of whoever typed it, by the rules for what is proven. Handed in again
     * for the same login while it would be good, it is the same.
     *
     * @param code as it was typed
     * @param type {@code APP} or {@code WEB_ACCOUNT}
     * @param login as the app or the shop knows it
     * @param actor the app or the shop
     * @throws Refusal {@code LINK_CODE_INVALID} for one that was never made, is used by another login, followed by
     *     another, or too old; {@code TOO_MANY_TRIES} for this login; {@code PROOF_UNFIT} for other types, and those of
     *     linking, after which the code is as good as before
     */
    public Linked handIn(String code, IdentifierType type, String login, String actor) {
        if (type != IdentifierType.APP && type != IdentifierType.WEB_ACCOUNT) {
            throw Refusal.at("type", "PROOF_UNFIT", "A code links an app or an account of the shop, and nothing else.");
        }
        Claim claim = members.normalised("value", type, login);
        Try made = new Try(hashes.contact(claim), null, null);
        // Before the transaction that links: else each request would hold one connection and wait for another.
        tries.take(
                made,
                new Limits(settings.linkTriesPerLogin(), Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
        Linked linked = Objects.requireNonNull(transaction.execute(status -> {
            UUID member = used(read(code), made.subject());
            LinkAnswer answer = members.link(member, new NewIdentifier(type, claim.value(), Proof.APP_TOKEN), actor);
            return new Linked(members.known(member), answer);
        }));
        tries.right(made);
        return linked;
    }

    /** Of many who hand it in at the same moment one has it, and the others wait for what becomes of it. */
    private UUID used(String code, String by) {
        return sql.sql("""
                        update loyalty.link_code
                        set ended_at = coalesce(ended_at, :now::timestamptz), used_by = :by
                        where code = :code and expires_at > :now::timestamptz and (ended_at is null or used_by = :by)
                        returning member
                        """)
                .param("code", hashes.link(code))
                .param("by", by)
                .param("now", now().toString())
                .query(UUID.class)
                .optional()
                .orElseThrow(() -> Refusal.at(
                        "code",
                        "LINK_CODE_INVALID",
                        "This code is wrong, used or too old. Let the member make a new one."));
    }

    private static String read(String typed) {
        return typed.length() > LONGEST_TYPED
                ? ""
                : Normalizer.normalize(typed, Normalizer.Form.NFKC)
                        .replaceAll("[\\s\\p{Pd}]", "")
                        .toUpperCase(Locale.ROOT);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
