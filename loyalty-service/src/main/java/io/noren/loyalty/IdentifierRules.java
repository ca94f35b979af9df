package io.noren.loyalty;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which rules about identifiers are in force, and which were. Rules are put into force as they were tried before. */
@Component
public class IdentifierRules {
    private static final String LOCK = "loyalty.identifier_rules";
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_ACTOR = 200;

    private final JdbcClient sql;
    private final IdentifierValues values;
    private final Clock clock;

    /** A version never changes, so it is read once. */
    private final Map<Long, IdentifierRuleSet> read = new ConcurrentHashMap<>();

    private final Remembered<IdentifierRuleSet> lately = new Remembered<>(this::present, this::version);

    IdentifierRules(JdbcClient sql, IdentifierValues values, Clock clock) {
        this.sql = sql;
        this.values = values;
        this.clock = clock;
    }

    /** The rules that hold now. */
    @Transactional(readOnly = true)
    public IdentifierRuleSet inForce() {
        return version(present());
    }

    /**
     * The same, from memory: where another copy of the application has put others into force, at most {@link
     * Remembered#BOUND} old. For whoever links nothing by them.
     */
    IdentifierRuleSet lately() {
        return lately.get();
    }

    /** @throws Refusal {@code UNKNOWN_RULES} if there is no such version */
    @Transactional(readOnly = true)
    public IdentifierRuleSet version(long version) {
        return read.computeIfAbsent(version, this::load);
    }

    /** The rules that hold now, and until this transaction ends: nobody puts others into force meanwhile. */
    @Transactional(propagation = Propagation.MANDATORY)
    IdentifierRuleSet held() {
        sql.sql("select pg_advisory_xact_lock_shared(hashtextextended(?, 0))")
                .param(LOCK)
                .query(row -> {});
        return inForce();
    }

    /**
     * Puts the rules of a dry run into force. What they block leads to nobody from now on; what was merged before stays
     * merged, and what a person was asked stays asked. Told again nothing more is done.
     *
     * @param reason why, for whoever looks at it next
     * @throws Refusal {@code UNKNOWN_DRY_RUN}, {@code STALE_VERSION} with the present rules if others were put into
     *     force since, {@code RULE_REASON_REQUIRED}
     */
    @Transactional
    public IdentifierRuleSet activate(UUID dryRun, String reason, String actor) {
        String because = PlainText.required("reason", reason, LONGEST_REASON, "RULE_REASON_REQUIRED");
        String by = PlainText.required("actor", actor, LONGEST_ACTOR, "ACTOR_REQUIRED");
        // Waits for whoever links something by the rules that were.
        sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param(LOCK)
                .query(row -> {});
        Draft draft = draft(dryRun);
        if (draft.version() != null) {
            return version(draft.version());
        }
        String now = clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
        boolean activated = sql.sql("""
                                update loyalty.identifier_rules
                                set version = based_on + 1, reason = ?, activated_by = ?, activated_at = ?::timestamptz
                                where id = ? and version is null
                                  and based_on = (select max(version) from loyalty.identifier_rules)
                                """).params(because, by, now, dryRun).update() == 1;
        if (!activated) {
            throw Refusal.with(
                    "STALE_VERSION",
                    "Other rules were put into force since this dry run. Look at them, and try yours again.",
                    Map.of("present", inForce()));
        }
        List<BlockedIdentifier> blocked = List.copyOf(policy(dryRun).blocked());
        sql.sql("""
                        update loyalty.identifier i set valid_to = greatest(?::timestamptz, i.valid_from)
                        from unnest(?::text[], ?::text[]) as b (type, value)
                        where i.type = b.type and i.value = b.value and i.valid_to is null
                        """)
                .param(now)
                .param(blocked.stream().map(each -> each.type().name()).toArray(String[]::new))
                .param(blocked.stream()
                        .map(each -> values.compared(each.type(), each.value()))
                        .toArray(String[]::new))
                .update();
        lately.forgetOnceCommitted();
        return load(draft.basedOn() + 1);
    }

    /** @param version null while it is only a draft */
    record Draft(UUID id, long basedOn, @Nullable Long version) {}

    /** @throws Refusal {@code UNKNOWN_DRY_RUN} */
    Draft draft(UUID id) {
        return sql.sql("select * from loyalty.identifier_rules where id = ? and based_on is not null")
                .param(id)
                .query((row, number) -> new Draft(id, row.getLong("based_on"), row.getObject("version", Long.class)))
                .optional()
                .orElseThrow(() -> new Refusal("UNKNOWN_DRY_RUN", "There is no dry run with this id."));
    }

    IdentifierPolicy policy(UUID rules) {
        List<IdentifierRule> all = sql.sql("select * from loyalty.identifier_rule where rules = ? order by priority")
                .param(rules)
                .query((row, number) -> new IdentifierRule(
                        IdentifierType.valueOf(row.getString("type")),
                        row.getInt("priority"),
                        row.getObject("most", Integer.class),
                        row.getBoolean("tells_apart"),
                        row.getBoolean("merges"),
                        row.getBoolean("spends")))
                .list();
        List<BlockedIdentifier> blocked = sql.sql(
                        "select type, value from loyalty.identifier_rule_blocked where rules = ?")
                .param(rules)
                .query((row, number) ->
                        new BlockedIdentifier(IdentifierType.valueOf(row.getString("type")), row.getString("value")))
                .list();
        return new IdentifierPolicy(all, new HashSet<>(blocked));
    }

    private long present() {
        return sql.sql("select max(version) from loyalty.identifier_rules")
                .query(Long.class)
                .single();
    }

    private IdentifierRuleSet load(long version) {
        record Head(UUID id, String reason, String by, Instant at) {}
        Head head = sql.sql("select * from loyalty.identifier_rules where version = ?")
                .param(version)
                .query((row, number) -> new Head(
                        row.getObject("id", UUID.class),
                        row.getString("reason"),
                        row.getString("activated_by"),
                        row.getTimestamp("activated_at").toInstant()))
                .optional()
                .orElseThrow(() -> new Refusal("UNKNOWN_RULES", "There is no such version of the rules."));
        IdentifierPolicy policy = policy(head.id());
        return new IdentifierRuleSet(
                version, head.id(), head.reason(), head.by(), head.at(), policy.rules(), policy.blocked());
    }
}
