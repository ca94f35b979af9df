package io.noren.loyalty;

import io.noren.loyalty.PointsDryRun.Comparison;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Tries rules of points on past purchases, before anybody puts them into force. */
@Component
public class PointsDryRuns {
    private static final int AMOUNT_DIGITS = 15;
    private static final int AMOUNT_DECIMALS = 4;
    private static final Duration LONGEST_PENDING = Duration.ofDays(366);
    private static final LocalDate SOME_DAY = LocalDate.EPOCH;
    private static final int LONGEST_YEARS = 100;
    private static final int LONGEST_ACTOR = 200;

    private final JdbcClient sql;
    private final PointsRules rules;
    private final PointsRecount recount;
    private final PointsTerms terms;
    private final JsonMapper json;
    private final Clock clock;

    PointsDryRuns(
            JdbcClient sql, PointsRules rules, PointsRecount recount, PointsTerms terms, JsonMapper json, Clock clock) {
        this.sql = sql;
        this.rules = rules;
        this.recount = recount;
        this.terms = terms;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Reckons the purchases of these days again, by these rules; nobody's points change. What was found is kept, so that
     * the rules can be put into force as they were looked at.
     *
     * @param from first day, in the programme's zone; null for the first of last month
     * @param until last day; null for the last of the month of {@code from}
     * @throws Refusal {@code BAD_POINTS_RULE}, {@code BAD_PERIOD}, {@code PERIOD_TOO_LONG}, {@code UNKNOWN_CURRENCY}
     */
    @Transactional
    public PointsDryRun attempt(
            PointsPolicy wanted, @Nullable LocalDate from, @Nullable LocalDate until, String actor) {
        check(wanted);
        String by = PlainText.required("actor", actor, LONGEST_ACTOR, "ACTOR_REQUIRED");
        LocalDate first = from == null ? lastMonth().atDay(1) : from;
        LocalDate last = until == null ? YearMonth.from(first).atEndOfMonth() : until;
        check(first, last);
        long basedOn = rules.versions().get(0).version();
        Comparison shown = recount.of(wanted, first, last);
        PointsDryRun run = new PointsDryRun(UUID.randomUUID(), basedOn, wanted, by, shown);
        keep(run);
        return run;
    }

    /**
     * What was found when it was tried.
     *
     * @throws Refusal {@code UNKNOWN_DRY_RUN}
     */
    @Transactional(readOnly = true)
    public PointsDryRun get(UUID id) {
        Map<String, BigDecimal> amounts = rules.amounts(id).getOrDefault(id, Map.of());
        return sql.sql("select * from loyalty.points_rules where id = ? and shown is not null")
                .param(id)
                .query((row, number) -> new PointsDryRun(
                        id,
                        row.getLong("based_on"),
                        PointsRules.policy(row, amounts),
                        row.getString("drafted_by"),
                        json.readValue(row.getString("shown"), Comparison.class)))
                .optional()
                .orElseThrow(PointsRules::unknownDryRun);
    }

    /** The month before this one, in the programme's zone. */
    public YearMonth lastMonth() {
        return YearMonth.from(clock.instant().atZone(terms.zone())).minusMonths(1);
    }

    private void keep(PointsDryRun run) {
        PointsPolicy wanted = run.rules();
        Period expireAfter = wanted.expireAfter();
        sql.sql("""
                        with draft as (
                            insert into loyalty.points_rules
                                (id, based_on, drafted_by, drafted_at, rounding, pending_for, expire_after,
                                 given_back_last_for, shown)
                            values (:id, :basedOn, :by, :now::timestamptz, :rounding, :pendingFor, :expireAfter,
                                    :givenBackLastFor, :shown)
                            returning id)
                        insert into loyalty.points_rate (rules, currency, amount)
                        select draft.id, rate.*
                        from draft, unnest(:currencies::text[], :amounts::numeric[]) as rate
                        """)
                .param("id", run.id())
                .param("basedOn", run.basedOn())
                .param("by", run.draftedBy())
                .param("now", now().toString())
                .param("rounding", wanted.rounding().name())
                .param("pendingFor", wanted.pendingFor().toString())
                .param("expireAfter", expireAfter == null ? null : expireAfter.toString())
                .param("givenBackLastFor", wanted.givenBackLastFor().toString())
                .param("shown", json.writeValueAsString(run.shown()))
                .param("currencies", PointsRecount.currencies(wanted))
                .param("amounts", PointsRecount.amounts(wanted))
                .update();
    }

    private static void check(LocalDate from, LocalDate until) {
        if (until.isBefore(from) || from.isBefore(LocalDate.EPOCH) || until.getYear() > 9998) {
            throw Refusal.at("until", "BAD_PERIOD", "Give a first day and a last day, from 1970 on.");
        }
        if (ChronoUnit.DAYS.between(from, until) >= PointsDryRun.LONGEST_DAYS) {
            throw Refusal.at(
                    "until", "PERIOD_TOO_LONG", "At most " + PointsDryRun.LONGEST_DAYS + " days are reckoned again.");
        }
    }

    private static void check(PointsPolicy wanted) {
        if (wanted.pointsPer().isEmpty()) {
            throw bad("pointsPer", "Say for one currency at least which amount earns a point.");
        }
        wanted.pointsPer().forEach((currency, amount) -> {
            checkCurrency(currency);
            if (amount.signum() <= 0 || amount.scale() > AMOUNT_DECIMALS || Money.wholeDigits(amount) > AMOUNT_DIGITS) {
                throw bad(
                        "pointsPer." + currency, "The amount that earns a point is above 0, with at most 4 decimals.");
            }
        });
        if (wanted.pendingFor().isNegative() || wanted.pendingFor().compareTo(LONGEST_PENDING) > 0) {
            throw bad("pendingFor", "Points wait for 0 days to a year.");
        }
        checkLasting("givenBackLastFor", wanted.givenBackLastFor());
        Period expireAfter = wanted.expireAfter();
        if (expireAfter == null) {
            return;
        }
        checkLasting("expireAfter", expireAfter);
        if (SOME_DAY.plus(expireAfter)
                .isBefore(SOME_DAY.plusDays(wanted.pendingFor().toDays() + 1))) {
            throw bad("expireAfter", "Points last longer than they wait; otherwise nobody could spend them.");
        }
    }

    private static void checkCurrency(String currency) {
        try {
            Currency.getInstance(currency);
        } catch (IllegalArgumentException unknown) {
            throw Refusal.at(
                    "pointsPer." + currency, "UNKNOWN_CURRENCY", "Give the currency as ISO 4217 does, like JPY.");
        }
    }

    private static void checkLasting(String field, Period time) {
        boolean backwards = time.isNegative();
        if (backwards || SOME_DAY.plus(time).isAfter(SOME_DAY.plusYears(LONGEST_YEARS))) {
            throw bad(field, "Points last 0 days to 100 years.");
        }
    }

    private static Refusal bad(String field, String detail) {
        return Refusal.at(field, "BAD_POINTS_RULE", detail);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
