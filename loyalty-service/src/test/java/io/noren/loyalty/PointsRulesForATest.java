package io.noren.loyalty;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rules of points that held at some time that is over: a test cannot wait for them to begin. */
final class PointsRulesForATest {
    static final String MANAGER = "suzuki";

    private PointsRulesForATest() {}

    static PointsPolicy perYen(String amount, PointsRounding rounding) {
        return new PointsPolicy(
                Map.of("JPY", new BigDecimal(amount)), rounding, Duration.ZERO, null, Period.ofDays(30));
    }

    /**
     * Lets rules begin then, put into force an hour before.
     *
     * @return their version
     */
    static long began(Instant then, PointsPolicy policy, JdbcClient sql, PointsRules rules) {
        long latest = sql.sql("select max(version) from loyalty.points_rules")
                .query(Long.class)
                .single();
        UUID id = UUID.randomUUID();
        Period expireAfter = policy.expireAfter();
        sql.sql("""
                        insert into loyalty.points_rules
                            (id, based_on, drafted_by, drafted_at, rounding, pending_for, expire_after,
                             given_back_last_for, shown, version, begins_at, reason, activated_by, activated_at)
                        values (:id, :latest, 'suzuki', now(), :rounding, :pendingFor, :expireAfter, :givenBackLastFor,
                                '{}', :latest + 1, :then::timestamptz, 'for a test', 'suzuki',
                                :then::timestamptz - interval '1 hour')
                        """)
                .param("id", id)
                .param("latest", latest)
                .param("rounding", policy.rounding().name())
                .param("pendingFor", policy.pendingFor().toString())
                .param("expireAfter", expireAfter == null ? null : expireAfter.toString())
                .param("givenBackLastFor", policy.givenBackLastFor().toString())
                .param("then", then.toString())
                .update();
        policy.pointsPer()
                .forEach((currency, amount) -> sql.sql("insert into loyalty.points_rate values (?, ?, ?)")
                        .params(id, currency, amount)
                        .update());
        rules.forget();
        return latest + 1;
    }
}
