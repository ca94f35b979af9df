package io.noren.loyalty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes round all accounts, some at a time, for ever, and remembers those whose points do not add up. Where it is stands
 * in the database: whichever copy of the application has the time takes the next slice.
 */
@Component
public class PointsAuditor {
    private static final Logger LOG = LoggerFactory.getLogger(PointsAuditor.class);

    private static final int SLICE = 500;
    private static final Duration BETWEEN_PASSES = Duration.ofHours(1);

    private final JdbcClient sql;
    private final PointsAudit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PointsAuditor(JdbcClient sql, PointsAudit audit, PlatformTransactionManager transactions, Clock clock) {
        this.sql = sql;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * How far it is.
     *
     * @param accounts checked so far in this pass
     * @param passEndedAt when all had been looked at last; null before the first time
     * @param passAccounts how many those were
     * @param differences accounts that did not add up when it looked at them last
     * @param checkedSince when the last whole pass began: every account has been looked at since; null before the first
     */
    public record Progress(
            long accounts,
            @Nullable Instant passEndedAt,
            @Nullable Long passAccounts,
            long differences,
            @Nullable Instant checkedSince) {}

    @Transactional(readOnly = true)
    public Progress progress() {
        return sql.sql("""
                        select p.*, (select count(*) from loyalty.points_audit_difference) as differences
                        from loyalty.points_audit_progress p
                        """)
                .query((row, number) -> new Progress(
                        row.getLong("accounts"),
                        instant(row, "pass_ended_at"),
                        row.getObject("pass_accounts", Long.class),
                        row.getLong("differences"),
                        instant(row, "checked_since")))
                .single();
    }

    @Scheduled(fixedDelayString = "${noren.loyalty.points.audit-millis:1000}", timeUnit = TimeUnit.MILLISECONDS)
    void work() {
        try {
            next();
        } catch (DataAccessException busy) {
            LOG.warn("A slice of accounts could not be audited now; trying again: {}", busy.toString());
        }
    }

    private record Place(UUID after, @Nullable Instant passEndedAt) {}

    /** @return whether a slice was checked: not where another copy is at it, nor too soon after a whole round */
    boolean next() {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<Place> place = sql.sql("""
                            select after_account, pass_ended_at from loyalty.points_audit_progress
                            for update skip locked
                            """)
                    .query((row, number) ->
                            new Place(row.getObject("after_account", UUID.class), instant(row, "pass_ended_at")))
                    .optional()
                    .filter(this::isDue);
            place.ifPresent(due -> check(due.after()));
            return place.isPresent();
        }));
    }

    private boolean isDue(Place place) {
        return !place.after().equals(PointsAudit.BEGIN)
                || place.passEndedAt() == null
                || !clock.instant().isBefore(place.passEndedAt().plus(BETWEEN_PASSES));
    }

    private void check(UUID after) {
        PointsAudit.Slice slice = audit.slice(after, SLICE);
        remember(after, slice);
        sql.sql("""
                        update loyalty.points_audit_progress set
                            after_account = :last,
                            accounts = case when :ended then 0 else accounts + :checked end,
                            pass_accounts = case when :ended then accounts + :checked else pass_accounts end,
                            pass_ended_at = case when :ended then :now::timestamptz else pass_ended_at end,
                            pass_began_at = case when :began then :now::timestamptz else pass_began_at end,
                            checked_since = case when not :ended then checked_since
                                when :began then :now::timestamptz else pass_began_at end
                        """)
                .param("last", slice.last().orElse(PointsAudit.BEGIN))
                .param("ended", slice.last().isEmpty())
                .param("began", after.equals(PointsAudit.BEGIN))
                .param("checked", slice.accounts())
                .param("now", now().toString())
                .update();
    }

    private void remember(UUID after, PointsAudit.Slice slice) {
        List<UUID> wrong = slice.differences().stream()
                .map(PointsAudit.Difference::account)
                .distinct()
                .toList();
        String[] accounts = wrong.stream().map(UUID::toString).toArray(String[]::new);
        sql.sql("""
                        delete from loyalty.points_audit_difference
                        where account > :after and (:last::uuid is null or account <= :last::uuid)
                          and account <> all(:wrong::uuid[])
                        """)
                .param("after", after)
                .param("last", slice.last().map(UUID::toString).orElse(null))
                .param("wrong", accounts)
                .update();
        if (!wrong.isEmpty()) {
            LOG.error("The points of {} accounts do not add up; see GET /api/v1/points/audit", wrong.size());
            sql.sql("""
                            insert into loyalty.points_audit_difference (account, found_at)
                            select account, :now::timestamptz from unnest(:wrong::uuid[]) as wrong (account)
                            on conflict do nothing
                            """).param("wrong", accounts).param("now", now().toString()).update();
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
