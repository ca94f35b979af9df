package io.noren.loyalty;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What purchases earn and how long it lasts, in versions. A version never changes; the next one begins at least
 * {@link #NOTICE} after it was put into force, so that every copy of the application knows it by then.
 */
@Component
public class PointsRules implements SmartInitializingSingleton {
    /** Much longer than {@link Remembered#BOUND}, and longer than clocks of copies differ. */
    public static final Duration NOTICE = Duration.ofMinutes(1);

    private static final String LOCK = "loyalty.points_rules";
    private static final String FIRST = "00000000-0000-4000-8000-000000000002";
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_ACTOR = 200;

    private final JdbcClient sql;
    private final LoyaltySettings rates;
    private final PointsSettings settings;
    private final Clock clock;
    private final Remembered<PointsRuleBook> book;

    PointsRules(JdbcClient sql, LoyaltySettings rates, PointsSettings settings, Clock clock) {
        this.sql = sql;
        this.rates = rates;
        this.settings = settings;
        this.clock = clock;
        this.book = new Remembered<>(this::latest, latest -> new PointsRuleBook(all()));
    }

    /** Before anybody can buy: the settings are the first version, where there is none. */
    @Override
    public void afterSingletonsInstantiated() {
        Period expireAfter = settings.expireAfter();
        List<Map.Entry<String, BigDecimal>> amounts =
                List.copyOf(rates.amountsPerPoint().entrySet());
        sql.sql("""
                        with first as (
                            insert into loyalty.points_rules
                                (id, drafted_by, drafted_at, rounding, pending_for, expire_after, given_back_last_for,
                                 version, begins_at, reason, activated_by, activated_at)
                            values (:id::uuid, :by, :now::timestamptz, 'DOWN', :pendingFor, :expireAfter,
                                    :givenBackLastFor, 1, 'epoch', 'What was set.', :by, :now::timestamptz)
                            on conflict do nothing
                            returning id)
                        insert into loyalty.points_rate (rules, currency, amount)
                        select first.id, rate.*
                        from first, unnest(:currencies::text[], :amounts::numeric[]) as rate
                        """)
                .param("id", FIRST)
                .param("by", PointsLedger.OURSELVES)
                .param("now", now().toString())
                .param("pendingFor", settings.pendingFor().toString())
                .param("expireAfter", expireAfter == null ? null : expireAfter.toString())
                .param("givenBackLastFor", settings.givenBackLastFor().toString())
                .param("currencies", amounts.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .param(
                        "amounts",
                        amounts.stream()
                                .map(one -> one.getValue().toPlainString())
                                .toArray(String[]::new))
                .update();
    }

    /** The rules that hold now. */
    public PointsRuleSet inForce() {
        return at(now());
    }

    /** The rules for a purchase of this time; what claims to be of the future goes by those that hold now. */
    public PointsRuleSet at(Instant time) {
        Instant now = now();
        return book.get().at(time.isAfter(now) ? now : time);
    }

    /** @throws Refusal {@code UNKNOWN_RULES} if there is no such version */
    public PointsRuleSet version(long version) {
        return book.get()
                .version(version)
                .orElseThrow(() -> new Refusal("UNKNOWN_RULES", "There is no such version of the rules."));
    }

    /** The rules that a purchase was recorded by: they had begun by then, so every copy knows them. */
    PointsRuleSet recordedBy(long version) {
        return book.get()
                .version(version)
                .orElseThrow(() -> new IllegalStateException("No rules of points have the version " + version));
    }

    /** All there ever were and those that have not begun, the latest first. */
    public List<PointsRuleSet> versions() {
        return book.get().latestFirst();
    }

    /**
     * Puts the rules of a dry run into force, from a time on: whatever other version would have held then does no more.
     * Told again nothing more is done.
     *
     * @param beginsAt null for as soon as possible
     * @param reason why, for whoever looks at it next
     * @throws Refusal {@code UNKNOWN_DRY_RUN}, {@code STALE_VERSION} with the latest rules if there are others since,
     *     {@code RULES_TOO_SOON}, {@code RULE_REASON_REQUIRED}
     */
    @Transactional
    public PointsRuleSet activate(UUID dryRun, @Nullable Instant beginsAt, String reason, String actor) {
        String because = PlainText.required("reason", reason, LONGEST_REASON, "RULE_REASON_REQUIRED");
        String by = PlainText.required("actor", actor, LONGEST_ACTOR, "ACTOR_REQUIRED");
        sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param(LOCK)
                .query(row -> {});
        Long before = sql.sql("select version from loyalty.points_rules where id = ? and based_on is not null")
                .param(dryRun)
                .query((row, number) -> row.getObject("version", Long.class))
                .optional()
                .orElse(null);
        if (before != null) {
            return load(before);
        }
        Instant now = now();
        Instant soonest = now.plus(NOTICE);
        Instant begins = beginsAt == null ? soonest : beginsAt.truncatedTo(ChronoUnit.MICROS);
        if (begins.isBefore(soonest)) {
            throw Refusal.at("beginsAt", "RULES_TOO_SOON", "Let the rules begin a minute from now or later.");
        }
        Long version = sql.sql("""
                        update loyalty.points_rules
                        set version = based_on + 1, begins_at = :begins::timestamptz, reason = :reason,
                            activated_by = :by, activated_at = :now::timestamptz
                        where id = :id and version is null
                          and based_on = (select max(version) from loyalty.points_rules)
                        returning version
                        """)
                .param("begins", begins.toString())
                .param("reason", because)
                .param("by", by)
                .param("now", now.toString())
                .param("id", dryRun)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> staleOrUnknown(dryRun));
        book.forgetOnceCommitted();
        return load(version);
    }

    private Refusal staleOrUnknown(UUID dryRun) {
        boolean known = sql.sql("select count(*) from loyalty.points_rules where id = ? and based_on is not null")
                        .param(dryRun)
                        .query(Long.class)
                        .single()
                > 0;
        return known
                ? Refusal.with(
                        "STALE_VERSION",
                        "Other rules were put into force since this dry run. Look at them, and try yours again.",
                        Map.of("present", load(latest())))
                : unknownDryRun();
    }

    static Refusal unknownDryRun() {
        return new Refusal("UNKNOWN_DRY_RUN", "There is no dry run with this id.");
    }

    /** There are others: whoever asks from now on gets them. */
    void forget() {
        book.forget();
    }

    /** Of a draft as well. */
    static PointsPolicy policy(ResultSet row, Map<String, BigDecimal> pointsPer) throws SQLException {
        String expireAfter = row.getString("expire_after");
        return new PointsPolicy(
                pointsPer,
                PointsRounding.valueOf(row.getString("rounding")),
                Duration.parse(row.getString("pending_for")),
                expireAfter == null ? null : Period.parse(expireAfter),
                Period.parse(row.getString("given_back_last_for")));
    }

    /** The amounts of all rules, drafts as well. */
    Map<UUID, Map<String, BigDecimal>> amounts(@Nullable UUID only) {
        Map<UUID, Map<String, BigDecimal>> amounts = new HashMap<>();
        sql.sql("select * from loyalty.points_rate where rules = coalesce(?::uuid, rules)")
                .param(only == null ? null : only.toString())
                .query(row -> {
                    amounts.computeIfAbsent(row.getObject("rules", UUID.class), any -> new HashMap<>())
                            .put(row.getString("currency"), row.getBigDecimal("amount"));
                });
        return amounts;
    }

    private long latest() {
        return sql.sql("select max(version) from loyalty.points_rules")
                .query(Long.class)
                .single();
    }

    private PointsRuleSet load(long version) {
        return new PointsRuleBook(all()).version(version).orElseThrow();
    }

    private List<PointsRuleSet> all() {
        Map<UUID, Map<String, BigDecimal>> amounts = amounts(null);
        return sql.sql("select * from loyalty.points_rules where version is not null order by version desc")
                .query((row, number) -> {
                    UUID id = row.getObject("id", UUID.class);
                    return new PointsRuleSet(
                            row.getLong("version"),
                            id,
                            row.getTimestamp("begins_at").toInstant(),
                            row.getString("reason"),
                            row.getString("activated_by"),
                            row.getTimestamp("activated_at").toInstant(),
                            policy(row, amounts.getOrDefault(id, Map.of())));
                })
                .list();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
