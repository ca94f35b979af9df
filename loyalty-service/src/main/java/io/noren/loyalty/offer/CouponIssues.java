package io.noren.loyalty.offer;

import io.noren.loyalty.MemberStandings;
import io.noren.loyalty.PlainText;
import io.noren.loyalty.Refusal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Issues codes for an offer, each order of them once. */
@Component
public class CouponIssues {
    /** Most codes that are issued at once. */
    public static final int MOST = 1_000;

    private static final int LONGEST_KEY = 200;

    private final JdbcClient sql;
    private final Offers offers;
    private final MemberStandings standings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    CouponIssues(JdbcClient sql, Offers offers, MemberStandings standings, Clock clock) {
        this.sql = sql;
        this.offers = offers;
        this.standings = standings;
        this.clock = clock;
    }

    /**
     * Codes to issue: either those that are named, or so many invented ones.
     *
     * @param member whose alone they are; null for whoever has them
     * @param validFrom null for now
     * @param source the system that asks, and {@code sourceTransaction} what it calls this; a key together
     */
    public record Order(
            String offer,
            @Nullable Integer count,
            @Nullable List<String> codes,
            @Nullable UUID member,
            @Nullable Instant validFrom,
            Instant expiresAt,
            String source,
            String sourceTransaction) {}

    /**
     * Told again, the codes are those of the first time.
     *
     * @throws Refusal {@code UNKNOWN_OFFER}, {@code UNKNOWN_MEMBER}, {@code COUPON_COUNT}, {@code COUPON_TIME}, {@code
     *     COUPON_CODE_TAKEN}, {@code COUPON_ISSUE_CONFLICT} if the key has asked for something else before
     */
    @Transactional
    public List<Coupon> issue(Order order) {
        String source = PlainText.required("source", order.source(), LONGEST_KEY, "COUPON_KEY_REQUIRED");
        String transaction =
                PlainText.required("sourceTransaction", order.sourceTransaction(), LONGEST_KEY, "COUPON_KEY_REQUIRED");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<String> named = named(order);
        String content = content(order, named);
        UUID issue = UUID.randomUUID();
        Optional<List<Coupon>> before = before(source, transaction, content);
        if (before.isPresent()) {
            return before.get();
        }
        offers.get(order.offer());
        if (order.member() != null) {
            standings.of(order.member());
        }
        Instant from = order.validFrom() == null ? now : order.validFrom().truncatedTo(ChronoUnit.MICROS);
        Instant until = order.expiresAt().truncatedTo(ChronoUnit.MICROS);
        if (!until.isAfter(from) || !until.isAfter(now)) {
            throw Refusal.at("expiresAt", "COUPON_TIME", "A coupon expires after it begins, and after now.");
        }
        if (!keep(issue, source, transaction, order.offer(), content, now)) {
            // Another of the same key was first, and has committed.
            return before(source, transaction, content).orElseThrow();
        }
        insert(
                issue,
                order,
                named.isEmpty() ? invented(order.count() == null ? 0 : order.count()) : named,
                from,
                until,
                now);
        return of(issue);
    }

    /** The codes that were issued under this key; none for a key that nobody used. */
    @Transactional(readOnly = true)
    public List<Coupon> issued(String source, String sourceTransaction) {
        return sql.sql("select id from loyalty.coupon_issue where source = ? and source_transaction = ?")
                .param(source)
                .param(sourceTransaction)
                .query(UUID.class)
                .optional()
                .map(this::of)
                .orElse(List.of());
    }

    private static List<String> named(Order order) {
        Set<String> codes = new LinkedHashSet<>();
        if (order.codes() != null) {
            order.codes().forEach(code -> codes.add(CouponCode.read(code)));
        }
        int count = order.count() == null ? 0 : order.count();
        if (codes.isEmpty() == (order.count() == null)
                || count > MOST
                || codes.size() > MOST
                || (codes.isEmpty() && count < 1)) {
            throw Refusal.at(
                    "count", "COUPON_COUNT", "Say how many to invent or which codes to issue, 1 to " + MOST + ".");
        }
        return List.copyOf(codes);
    }

    private List<String> invented(int count) {
        Set<String> codes = new LinkedHashSet<>();
        while (codes.size() < count) {
            codes.add(CouponCode.invented(random));
        }
        return List.copyOf(codes);
    }

    private boolean keep(UUID issue, String source, String transaction, String offer, String content, Instant now) {
        return sql.sql("""
                        insert into loyalty.coupon_issue (id, source, source_transaction, offer, content, issued_at)
                        values (?, ?, ?, ?, ?, ?::timestamptz)
                        on conflict (source, source_transaction) do nothing
                        """)
                        .params(issue, source, transaction, offer, content, now.toString())
                        .update()
                == 1;
    }

    private void insert(UUID issue, Order order, List<String> codes, Instant from, Instant until, Instant now) {
        try {
            sql.sql("""
                            insert into loyalty.coupon
                                (code, issue, offer, member, valid_from, expires_at, state, changed_at)
                            select unnest(:codes::text[]), :issue, :offer, :member::uuid, :from::timestamptz,
                                   :until::timestamptz, 'ISSUED', :now::timestamptz
                            """)
                    .param("codes", codes.toArray(String[]::new))
                    .param("issue", issue)
                    .param("offer", order.offer())
                    .param(
                            "member",
                            order.member() == null ? null : order.member().toString())
                    .param("from", from.toString())
                    .param("until", until.toString())
                    .param("now", now.toString())
                    .update();
        } catch (DuplicateKeyException e) {
            Refusal taken = Refusal.at(
                    "codes", "COUPON_CODE_TAKEN", "One of the codes was issued before; nothing was issued now.");
            taken.initCause(e);
            throw taken;
        }
    }

    private record Before(UUID id, String content) {}

    private Optional<List<Coupon>> before(String source, String transaction, String content) {
        return sql.sql("select id, content from loyalty.coupon_issue where source = ? and source_transaction = ?")
                .param(source)
                .param(transaction)
                .query((row, number) -> new Before(row.getObject("id", UUID.class), row.getString("content")))
                .optional()
                .map(before -> {
                    if (!before.content().equals(content)) {
                        throw new Refusal(
                                "COUPON_ISSUE_CONFLICT",
                                "This transaction has asked for other coupons before; nothing was changed.");
                    }
                    return of(before.id());
                });
    }

    private List<Coupon> of(UUID issue) {
        Instant now = clock.instant();
        return sql
                .sql("select * from loyalty.coupon where issue = ? order by code")
                .param(issue)
                .query(Coupons::coupon)
                .list()
                .stream()
                .map(coupon -> coupon.at(now))
                .toList();
    }

    private static String content(Order order, List<String> named) {
        List<Object> parts = new ArrayList<>(named);
        parts.add(order.offer());
        parts.add(String.valueOf(order.count()));
        parts.add(String.valueOf(order.member()));
        parts.add(String.valueOf(order.validFrom()));
        parts.add(order.expiresAt());
        return Fingerprint.of(
                String.join("\n", parts.stream().map(String::valueOf).toList()));
    }
}
