package io.noren.loyalty;

import io.noren.loyalty.IdentifierClaim.Decision;
import io.noren.loyalty.RuleDryRun.Decided;
import io.noren.loyalty.RuleDryRun.Differing;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tries rules on what has been decided, before anybody puts them into force. */
@Component
public class RuleDryRuns {
    private static final int MOST_OF_A_TYPE = 1_000;
    private static final int MOST_BLOCKED = 1_000;
    private static final int LONGEST_ACTOR = 200;

    private final JdbcClient sql;
    private final IdentifierRules rules;
    private final ClaimBook claims;
    private final Normalisation normalisation;
    private final IdentifierValues values;
    private final Clock clock;

    RuleDryRuns(
            JdbcClient sql,
            IdentifierRules rules,
            ClaimBook claims,
            Normalisation normalisation,
            IdentifierValues values,
            Clock clock) {
        this.sql = sql;
        this.rules = rules;
        this.claims = claims;
        this.normalisation = normalisation;
        this.values = values;
        this.clock = clock;
    }

    /**
     * Decides all claims of history again, by these rules; nothing changes. What was shown is kept, so that the rules
     * can be put into force as they were looked at.
     *
     * @throws Refusal {@code RULE_INCOMPLETE}, {@code IMPLAUSIBLE_RULE}, {@code PHONE_NEVER_SPENDS}, {@code
     *     TOO_MANY_BLOCKED}, {@code UNREADABLE_…}
     */
    @Transactional
    public RuleDryRun attempt(List<IdentifierRule> wanted, List<BlockedIdentifier> blocked, String actor) {
        IdentifierPolicy policy = checked(wanted, blocked);
        String by = PlainText.required("actor", actor, LONGEST_ACTOR, "ACTOR_REQUIRED");
        RuleDryRun run = shown(UUID.randomUUID(), rules.inForce().version(), policy);
        sql.sql("""
                        insert into loyalty.identifier_rules
                            (id, based_on, drafted_by, drafted_at, would_merge, would_part, would_unlink)
                        values (?, ?, ?, ?::timestamptz, ?, ?, ?)
                        """)
                .params(
                        run.id(),
                        run.basedOn(),
                        by,
                        clock.instant().truncatedTo(ChronoUnit.MICROS).toString(),
                        run.wouldMerge().total(),
                        run.wouldPart().total(),
                        run.wouldUnlink())
                .update();
        policy.rules().forEach(rule -> keep(run.id(), rule));
        policy.blocked()
                .forEach(value -> sql.sql("insert into loyalty.identifier_rule_blocked values (?, ?, ?)")
                        .params(run.id(), value.type().name(), value.value())
                        .update());
        return run;
    }

    /**
     * The same rules, tried on history as it is now.
     *
     * @throws Refusal {@code UNKNOWN_DRY_RUN}
     */
    @Transactional(readOnly = true)
    public RuleDryRun get(UUID id) {
        return shown(id, rules.draft(id).basedOn(), rules.policy(id));
    }

    private RuleDryRun shown(UUID id, long basedOn, IdentifierPolicy policy) {
        Tally tally = new Tally();
        claims.history(told -> tally.add(told, told.evidence().doubts(policy)));
        return new RuleDryRun(
                id,
                basedOn,
                policy.rules(),
                policy.blocked(),
                tally.claims,
                new Differing(tally.merging, tally.latestMerging),
                new Differing(tally.parting, tally.latestParting),
                live(policy.blocked()));
    }

    /** History comes with the latest first. */
    private static final class Tally {
        private long claims;
        private long merging;
        private long parting;
        private final List<Decided> latestMerging = new ArrayList<>();
        private final List<Decided> latestParting = new ArrayList<>();

        private void add(ClaimBook.Told told, List<Doubt> doubts) {
            claims++;
            IdentifierClaim claim = told.claim();
            boolean merged = claim.decision() == Decision.MERGED;
            if (merged == doubts.isEmpty()) {
                return;
            }
            List<Decided> latest = merged ? latestParting : latestMerging;
            if (latest.size() < RuleDryRun.MOST_LISTED) {
                latest.add(new Decided(claim.id(), claim.merge(), claim.type(), claim.at(), doubts));
            }
            if (merged) {
                parting++;
            } else {
                merging++;
            }
        }
    }

    private long live(Set<BlockedIdentifier> blocked) {
        return sql.sql("""
                        select count(*)
                        from loyalty.identifier i
                        join unnest(?::text[], ?::text[]) as b (type, value) on b.type = i.type and b.value = i.value
                        where i.valid_to is null
                        """)
                .param(blocked.stream().map(each -> each.type().name()).toArray(String[]::new))
                .param(blocked.stream()
                        .map(each -> values.compared(each.type(), each.value()))
                        .toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    private void keep(UUID run, IdentifierRule rule) {
        sql.sql("""
                        insert into loyalty.identifier_rule (rules, type, priority, most, tells_apart, merges, spends)
                        values (:rules, :type, :priority, :most::integer, :tellsApart, :merges, :spends)
                        """)
                .param("rules", run)
                .param("type", rule.type().name())
                .param("priority", rule.priority())
                .param("most", rule.most())
                .param("tellsApart", rule.tellsApart())
                .param("merges", rule.merges())
                .param("spends", rule.spends())
                .update();
    }

    private IdentifierPolicy checked(List<IdentifierRule> wanted, List<BlockedIdentifier> blocked) {
        Set<IdentifierType> types = EnumSet.noneOf(IdentifierType.class);
        Set<Integer> priorities = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            IdentifierRule rule = wanted.get(i);
            String field = "rules[" + i + "]";
            Integer most = rule.most();
            if (!priorities.add(rule.priority()) || rule.priority() < 1) {
                throw Refusal.at(
                        field + ".priority",
                        "IMPLAUSIBLE_RULE",
                        "Priorities are 1 or more, and each type's is its own.");
            }
            if (most != null && (most < 1 || most > MOST_OF_A_TYPE)) {
                throw Refusal.at(
                        field + ".most",
                        "IMPLAUSIBLE_RULE",
                        "A member may have 1 to " + MOST_OF_A_TYPE + ", or leave it out for any number.");
            }
            if (rule.type() == IdentifierType.PHONE && rule.spends()) {
                throw Refusal.at(
                        field + ".spends", "PHONE_NEVER_SPENDS", "Anybody can say a phone number; it never spends.");
            }
            types.add(rule.type());
        }
        if (wanted.size() != IdentifierType.values().length || types.size() != wanted.size()) {
            throw Refusal.at("rules", "RULE_INCOMPLETE", "Give exactly one rule for each type of identifier.");
        }
        return new IdentifierPolicy(
                wanted.stream()
                        .sorted(Comparator.comparingInt(IdentifierRule::priority))
                        .toList(),
                normalised(blocked));
    }

    private Set<BlockedIdentifier> normalised(List<BlockedIdentifier> blocked) {
        if (blocked.size() > MOST_BLOCKED) {
            throw Refusal.at("blocked", "TOO_MANY_BLOCKED", "At most " + MOST_BLOCKED + " values can be blocked.");
        }
        Set<BlockedIdentifier> values = new LinkedHashSet<>();
        for (int i = 0; i < blocked.size(); i++) {
            BlockedIdentifier each = blocked.get(i);
            values.add(new BlockedIdentifier(
                    each.type(), normalisation.normalise("blocked[" + i + "].value", each.type(), each.value())));
        }
        return values;
    }
}
