package io.noren.inventory;

import static io.noren.inventory.Sql.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How the retailer's restricted circulation numbers are read, a rule for each way in which they are built. */
@Component
public class NumberRules {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,60}");
    private static final int LONGEST_SOURCE = 60;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    NumberRules(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Stores the rule if it still has the version the writer saw.
     *
     * @param seen the version last seen, 0 for "must be new", null for "whatever is there"
     * @throws Refusal {@code BAD_PATTERN}, {@code PREFIX_TAKEN}, {@code STALE_VERSION}, …
     */
    @Transactional
    public Versioned<NumberRule> put(NumberRule rule, @Nullable Long seen) {
        check(rule);
        Optional<Versioned<NumberRule>> present = find(rule.id());
        checkVersion(rule.id(), seen, present.orElse(null));
        if (present.isPresent() && present.get().value().equals(rule)) {
            return present.get();
        }
        long version = write(rule, seen)
                .orElseThrow(() -> stale(rule.id(), find(rule.id()).orElse(null)));
        events.publishEvent(new NumberRuleChanged(rule.prefix()));
        return new Versioned<>(rule, version);
    }

    /**
     * @return false when there is none
     * @throws Refusal {@code STALE_VERSION}
     */
    @Transactional
    public boolean delete(String id, @Nullable Long seen) {
        Optional<Versioned<NumberRule>> present = find(id);
        if (present.isEmpty()) {
            return false;
        }
        checkVersion(id, seen, present.get());
        int deleted = jdbc.sql("delete from inventory.number_rule where id = :id and version = :version")
                .param("id", id)
                .param("version", present.get().version())
                .update();
        if (deleted == 0) {
            throw stale(id, find(id).orElse(null));
        }
        events.publishEvent(new NumberRuleChanged(present.get().value().prefix()));
        return true;
    }

    @Transactional(readOnly = true)
    public Optional<Versioned<NumberRule>> find(String id) {
        return jdbc.sql("select * from inventory.number_rule where id = :id")
                .param("id", id.replace("\0", ""))
                .query(NumberRules::rule)
                .optional();
    }

    /** In the order of ids. */
    @Transactional(readOnly = true)
    public List<Versioned<NumberRule>> after(String id, int limit) {
        return jdbc.sql("select * from inventory.number_rule where id > :id order by id limit :limit")
                .param("id", id.replace("\0", ""))
                .param("limit", limit)
                .query(NumberRules::rule)
                .list();
    }

    /** Those to be tried, the most special first. */
    List<NumberRule> all() {
        return jdbc.sql("select * from inventory.number_rule").query(NumberRules::rule).list().stream()
                .map(Versioned::value)
                .sorted(NumberRule.MOST_SPECIAL_FIRST)
                .toList();
    }

    private Optional<Long> write(NumberRule rule, @Nullable Long seen) {
        try {
            return jdbc.sql("""
                    insert into inventory.number_rule as r (id, source, pattern, weight_decimals, changed_at)
                    values (:id, :source, :pattern, :weightDecimals, :now)
                    on conflict (id) do update set source = excluded.source, pattern = excluded.pattern,
                        weight_decimals = excluded.weight_decimals, changed_at = excluded.changed_at,
                        version = r.version + 1
                    where r.version = coalesce(:seen::bigint, r.version)
                    returning version
                    """)
                    .param("id", rule.id())
                    .param("source", rule.source() == null ? "" : rule.source())
                    .param("pattern", rule.pattern())
                    .param("weightDecimals", rule.weightDecimals())
                    .param("now", time(Sql.micros(clock.instant())))
                    .param("seen", seen)
                    .query(Long.class)
                    .optional();
        } catch (DuplicateKeyException taken) {
            Refusal refusal = new Refusal(
                    "PREFIX_TAKEN",
                    "Another rule is for numbers of this length that begin with " + rule.prefix()
                            + ": change that one instead.",
                    "pattern",
                    Map.of());
            refusal.initCause(taken);
            throw refusal;
        }
    }

    private static void check(NumberRule rule) {
        String source = rule.source();
        if (!ID.matcher(rule.id()).matches()) {
            throw Refusal.ofField("BAD_ID", "id", "An id has 1 to 60 letters, digits, dots, dashes, underscores.");
        } else if (source != null
                && (source.isBlank() || source.length() > LONGEST_SOURCE || source.indexOf('\0') >= 0)) {
            throw Refusal.ofField("BAD_SOURCE", "source", "A source has 1 to 60 characters; leave it out for all.");
        } else if (!NumberRule.isPattern(rule.pattern())) {
            throw Refusal.ofField(
                    "BAD_PATTERN",
                    "pattern",
                    "A pattern has 13 or 8 characters: 2 or more digits that begin with 2, 02 or 04, then I for the"
                            + " item, W for its weight or P for its price, X for the rest, C for the check digit:"
                            + " 26IIIIIWWWWWC.");
        } else if (rule.weightDecimals() < 0 || rule.weightDecimals() > Quantities.DECIMALS) {
            throw Refusal.ofField("TOO_MANY_DECIMALS", "weightDecimals", "A weight has 0 to 3 decimals.");
        }
    }

    private static void checkVersion(String id, @Nullable Long seen, @Nullable Versioned<NumberRule> present) {
        if (seen != null && seen != (present == null ? 0 : present.version())) {
            throw stale(id, present);
        }
    }

    private static Refusal stale(String id, @Nullable Versioned<NumberRule> present) {
        return new Refusal(
                "STALE_VERSION",
                "Rule " + id + " has changed since: read it again, then write.",
                null,
                present == null ? Map.of() : Map.of("present", present));
    }

    private static Versioned<NumberRule> rule(ResultSet row, int index) throws SQLException {
        String source = row.getString("source");
        NumberRule rule = new NumberRule(
                row.getString("id"),
                source.isEmpty() ? null : source,
                row.getString("pattern"),
                row.getInt("weight_decimals"));
        return new Versioned<>(rule, row.getLong("version"));
    }
}
