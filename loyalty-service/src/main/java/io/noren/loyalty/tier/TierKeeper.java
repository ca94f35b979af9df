package io.noren.loyalty.tier;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes round all members, some at a time, and notes whose tier has changed. A tier itself follows from purchases and
 * needs nobody who keeps it; this is its history.
 */
@Component
class TierKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(TierKeeper.class);

    private static final UUID BEGIN = new UUID(0, 0);
    private static final int SLICE = 500;
    private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(10);

    private final JdbcClient sql;
    private final Tiers tiers;
    private final TransactionTemplate transaction;
    private final Clock clock;

    TierKeeper(JdbcClient sql, Tiers tiers, PlatformTransactionManager transactions, Clock clock) {
        this.sql = sql;
        this.tiers = tiers;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${noren.loyalty.tiers.keep-millis:2000}", timeUnit = TimeUnit.MILLISECONDS)
    void work() {
        try {
            next();
        } catch (DataAccessException busy) {
            LOG.warn("Tiers of some members could not be noted now; trying again: {}", busy.toString());
        }
    }

    private record Place(UUID after, @Nullable Instant roundEndedAt) {}

    /** @return whether some members were looked at: not where another copy is at it, nor too soon after a round */
    boolean next() {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<Place> place = sql.sql("""
                            select after_member, round_ended_at from loyalty.tier_round for update skip locked
                            """)
                    .query((row, number) -> new Place(
                            row.getObject("after_member", UUID.class),
                            Optional.ofNullable(row.getTimestamp("round_ended_at"))
                                    .map(at -> at.toInstant())
                                    .orElse(null)))
                    .optional()
                    .filter(this::isDue);
            place.ifPresent(due -> note(due.after()));
            return place.isPresent();
        }));
    }

    private boolean isDue(Place place) {
        return !place.after().equals(BEGIN)
                || place.roundEndedAt() == null
                || !clock.instant().isBefore(place.roundEndedAt().plus(BETWEEN_ROUNDS));
    }

    private void note(UUID after) {
        List<UUID> members =
                sql.sql("""
                        select id from loyalty.member where id > ? and part_of is null order by id limit ?
                        """).param(after).param(SLICE).query(UUID.class).list();
        boolean ended = members.size() < SLICE;
        note(new HashSet<>(members));
        sql.sql("""
                        update loyalty.tier_round
                        set after_member = ?, round_ended_at = case when ? then ?::timestamptz else round_ended_at end
                        """)
                .params(ended ? BEGIN : members.get(SLICE - 1), ended, now().toString())
                .update();
    }

    private void note(Set<UUID> members) {
        Map<UUID, String> before = new HashMap<>();
        sql.sql("select member, tier from loyalty.tier_standing where member = any(?::uuid[])")
                .param(members.stream().map(UUID::toString).toArray(String[]::new))
                .query(row -> {
                    before.put(row.getObject("member", UUID.class), row.getString("tier"));
                });
        tiers.standings(members).forEach((member, standing) -> {
            Tier tier = standing.tier();
            String now = tier == null ? null : tier.code();
            if (!Objects.equals(now, before.get(member))) {
                change(member, before.get(member), now, standing.points());
            }
        });
    }

    private void change(UUID member, @Nullable String from, @Nullable String to, long points) {
        String now = now().toString();
        sql.sql("""
                        with noted as (
                            insert into loyalty.tier_standing (member, tier, since)
                            values (:member, :to, :now::timestamptz)
                            on conflict (member) do update set tier = :to, since = :now::timestamptz)
                        insert into loyalty.tier_change (member, from_tier, to_tier, qualifying, at)
                        values (:member, :from, :to, :points, :now::timestamptz)
                        """)
                .param("member", member)
                .param("from", from)
                .param("to", to)
                .param("points", points)
                .param("now", now)
                .update();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
