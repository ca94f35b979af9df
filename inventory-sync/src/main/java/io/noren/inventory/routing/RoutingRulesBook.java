package io.noren.inventory.routing;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Actor;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rules by version: at most one draft, which can be tried, and at most one that is active. What a version says never
 * changes.
 */
@Component
public class RoutingRulesBook {
    private static final BigDecimal MOST = new BigDecimal("100000");

    private final JdbcClient jdbc;
    private final Clock clock;

    RoutingRulesBook(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** How far a version has come. */
    public enum State {
        DRAFT,
        ACTIVE,
        RETIRED
    }

    /** @param actor who wrote it */
    public record Version(
            long version,
            State state,
            RoutingRules rules,
            String actor,
            Instant createdAt,
            @Nullable Instant activatedAt) {}

    /**
     * Writes a draft. The draft there was is retired; said again with the same content it stays.
     *
     * @throws Refusal {@code BAD_WEIGHT}, {@code BAD_SPLIT_LIMIT}
     */
    @Transactional
    public Version draft(RoutingRules rules) {
        checkWeight("distance", rules.distance());
        checkWeight("stock", rules.stock());
        checkWeight("load", rules.load());
        if (rules.splitLimit() < 1 || rules.splitLimit() > RoutingRules.MOST_PARTS) {
            throw Refusal.ofField("BAD_SPLIT_LIMIT", "splitLimit", "An order is sent from 1 to 4 locations.");
        }
        oneAtATime();
        Optional<Version> before = in(State.DRAFT);
        if (before.filter(draft -> same(draft.rules(), rules)).isPresent()) {
            return before.get();
        }
        jdbc.sql("update inventory.routing_rules set state = 'RETIRED' where state = 'DRAFT'")
                .update();
        long version = jdbc.sql("""
                insert into inventory.routing_rules (state, distance, stock, load, split_limit, actor, created_at)
                values ('DRAFT', :distance, :stock, :load, :splits, :actor, :now)
                returning version
                """)
                .param("distance", rules.distance())
                .param("stock", rules.stock())
                .param("load", rules.load())
                .param("splits", rules.splitLimit())
                .param("actor", Actor.current())
                .param("now", time(now()))
                .query(Long.class)
                .single();
        return version(version);
    }

    /**
     * From here on orders are routed by this version; the one before is retired. Said again nothing more happens.
     *
     * @throws Refusal {@code NO_SUCH_RULES}; {@code RULES_RETIRED}: write them anew
     */
    @Transactional
    public Version activate(long version) {
        oneAtATime();
        Version found = version(version);
        if (found.state() == State.ACTIVE) {
            return found;
        } else if (found.state() == State.RETIRED) {
            throw new Refusal(
                    "RULES_RETIRED", "Version " + version + " was replaced: write the same rules as a new draft.");
        }
        jdbc.sql("update inventory.routing_rules set state = 'RETIRED' where state = 'ACTIVE'")
                .update();
        jdbc.sql("update inventory.routing_rules set state = 'ACTIVE', activated_at = :now where version = :version")
                .param("now", time(now()))
                .param("version", version)
                .update();
        return version(version);
    }

    /**
     * From here on orders are routed by no rules, if it was by this version. Of one that is not active nothing changes.
     *
     * @throws Refusal {@code NO_SUCH_RULES}
     */
    @Transactional
    public Version deactivate(long version) {
        oneAtATime();
        jdbc.sql("update inventory.routing_rules set state = 'RETIRED' where version = :version and state = 'ACTIVE'")
                .param("version", version)
                .update();
        return version(version);
    }

    /** @throws Refusal {@code NO_SUCH_RULES} */
    @Transactional(readOnly = true)
    public Version version(long version) {
        return jdbc.sql("select * from inventory.routing_rules where version = :version")
                .param("version", version)
                .query((row, index) -> read(row))
                .optional()
                .orElseThrow(() -> new Refusal("NO_SUCH_RULES", "There is no version " + version + " of the rules."));
    }

    @Transactional(readOnly = true)
    public Optional<Version> in(State state) {
        return jdbc.sql("select * from inventory.routing_rules where state = :state order by version desc limit 1")
                .param("state", state.name())
                .query((row, index) -> read(row))
                .optional();
    }

    /** The latest first, at most 100. */
    @Transactional(readOnly = true)
    public List<Version> all() {
        return jdbc.sql("select * from inventory.routing_rules order by version desc limit 100")
                .query((row, index) -> read(row))
                .list();
    }

    /** Of two who write at the same moment, the later sees what the earlier wrote. */
    private void oneAtATime() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('routing-rules', 0))")
                .query(row -> {});
    }

    private static boolean same(RoutingRules one, RoutingRules other) {
        return one.distance().compareTo(other.distance()) == 0
                && one.stock().compareTo(other.stock()) == 0
                && one.load().compareTo(other.load()) == 0
                && one.splitLimit() == other.splitLimit();
    }

    private static void checkWeight(String name, BigDecimal weight) {
        // Digits first, as a long: a number like 1E+999999999 must not cost memory.
        if (weight.signum() < 0
                || (long) weight.precision() - weight.scale() > 6
                || weight.compareTo(MOST) > 0
                || Quantities.hasTooManyDecimals(weight)) {
            throw new Refusal("BAD_WEIGHT", "A weight is 0 to 100,000, with at most 3 decimals.", name, Map.of());
        }
    }

    private static Version read(ResultSet row) throws SQLException {
        return new Version(
                row.getLong("version"),
                State.valueOf(row.getString("state")),
                new RoutingRules(
                        Quantities.plain(row.getBigDecimal("distance")),
                        Quantities.plain(row.getBigDecimal("stock")),
                        Quantities.plain(row.getBigDecimal("load")),
                        row.getInt("split_limit")),
                row.getString("actor"),
                Objects.requireNonNull(Sql.instant(row, "created_at")),
                Sql.instant(row, "activated_at"));
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
