package io.noren.loyalty.privacy;

import io.noren.loyalty.MemberErased;
import io.noren.loyalty.Refusal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes after those who were told to forget somebody and have not said that they did. All are told again, since nobody
 * knows whose ears are deaf; whoever has answered answers once more, which changes nothing.
 */
@Component
public class ErasureChase {
    private final JdbcClient sql;
    private final Erasures erasures;
    private final PrivacySettings settings;
    private final ApplicationEventPublisher facts;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ErasureChase(
            JdbcClient sql,
            Erasures erasures,
            PrivacySettings settings,
            ApplicationEventPublisher facts,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.erasures = erasures;
        this.settings = settings;
        this.facts = facts;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * An erasure that somebody has not answered.
     *
     * @param toldAt when they were told last
     * @param toldAgain how often, after the first time
     * @param overdue they have had longer than they may take
     */
    public record Waiting(Erasure erasure, Instant toldAt, int toldAgain, boolean overdue) {}

    /**
     * Receipts that are overdue.
     *
     * @param since when the oldest was due; null without any
     */
    public record Overdue(long receipts, @Nullable Instant since) {}

    /** The oldest first, at most 100. */
    @Transactional(readOnly = true)
    public List<Waiting> waiting() {
        Instant due = due();
        return erasures.waiting().stream()
                .map(erasure -> sql.sql("select told_at, told_again from loyalty.erasure where id = ?")
                        .param(erasure.id())
                        .query((row, number) -> {
                            Timestamp told = row.getTimestamp("told_at");
                            return new Waiting(
                                    erasure,
                                    told == null ? erasure.erasedAt() : told.toInstant(),
                                    row.getInt("told_again"),
                                    erasure.erasedAt().isBefore(due));
                        })
                        .single())
                .toList();
    }

    @Transactional(readOnly = true)
    public Overdue overdue() {
        return sql.sql("""
                        select count(*) as receipts, min(e.erased_at) as erased_at
                        from loyalty.erasure e join loyalty.erasure_receipt r on r.erasure = e.id
                        where r.answered_at is null and e.erased_at < ?::timestamptz
                        """)
                .param(due().toString())
                .query((row, number) -> {
                    Timestamp oldest = row.getTimestamp("erased_at");
                    return new Overdue(
                            row.getLong("receipts"),
                            oldest == null ? null : oldest.toInstant().plus(settings.receiptsWithin()));
                })
                .single();
    }

    /**
     * Tells it again, now.
     *
     * @throws Refusal {@code UNKNOWN_ERASURE}, {@code ERASURE_ANSWERED} when everybody has answered
     */
    public void tellAgain(UUID erasure) {
        erasures.get(erasure);
        boolean told = Boolean.TRUE.equals(
                transaction.execute(status -> told("e.id = :erasure::uuid and :due::text is not null", erasure)));
        if (!told) {
            throw new Refusal("ERASURE_ANSWERED", "Everybody has answered; nobody need be told again.");
        }
    }

    /** One after the other, each for good: whoever is stopped in between goes on with the rest the next time. */
    @Scheduled(
            initialDelay = 10,
            fixedDelayString = "${noren.loyalty.privacy.sweep-minutes:60}",
            timeUnit = TimeUnit.MINUTES)
    void chase() {
        boolean more;
        do {
            more = Boolean.TRUE.equals(transaction.execute(status ->
                    told("coalesce(e.told_at, e.erased_at) < :due::timestamptz and :erasure::uuid is null", null)));
        } while (more);
    }

    /** The oldest that fits; copies of the application leave alone what another has in hand. */
    private boolean told(String which, @Nullable UUID erasure) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<UUID> found = sql.sql("""
                        update loyalty.erasure
                        set told_at = greatest(:now::timestamptz, erased_at + interval '1 microsecond'),
                            told_again = told_again + 1
                        where id = (
                            select e.id from loyalty.erasure e
                            where %s and exists (
                                select from loyalty.erasure_receipt r where r.erasure = e.id and r.answered_at is null)
                            order by coalesce(e.told_at, e.erased_at) limit 1 for update skip locked)
                        returning id
                        """.formatted(which))
                .param("now", now.toString())
                .param("due", due().toString())
                .param("erasure", erasure == null ? null : erasure.toString())
                .query(UUID.class)
                .optional();
        found.map(erasures::get)
                .ifPresent(again -> facts.publishEvent(new MemberErased(
                        again.id(), again.member(), again.accounts(), again.erasedAt(), UUID.randomUUID())));
        return found.isPresent();
    }

    /** Whoever was told before had long enough. */
    private Instant due() {
        return clock.instant().minus(settings.receiptsWithin()).truncatedTo(ChronoUnit.MICROS);
    }
}
