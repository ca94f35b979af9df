package io.noren.inventory;

import static io.noren.inventory.Sql.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the ledger's next months before they begin. Safe beside its twins: one of them does it, the others look away.
 * A month that nobody made in time costs nothing but speed, because its rows lie in the safety net until it is made.
 */
@Component
class LedgerPartitions {

    static final Duration AHEAD = Duration.ofDays(92);

    private static final Logger LOG = LoggerFactory.getLogger(LedgerPartitions.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    LedgerPartitions(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${noren.inventory.partitions-initial-minutes:1}",
            fixedDelayString = "${noren.inventory.partitions-minutes:360}",
            timeUnit = TimeUnit.MINUTES)
    void makeNextMonths() {
        try {
            int made = make(clock.instant());
            if (made > 0) {
                LOG.info("The ledger has {} more months", made);
            }
        } catch (DataAccessException busy) {
            // Rather later than in the way of tills: there are three months' time.
            LOG.warn("The ledger's next months could not be made now; trying again: {}", busy.toString());
        }
    }

    /** @return how many were made; none where another copy is at it */
    int make(Instant now) {
        Integer made = transaction.execute(status -> {
            boolean mine = jdbc.sql("select pg_try_advisory_xact_lock(hashtext('noren.inventory.partitions'))")
                    .query(Boolean.class)
                    .single();
            if (!mine) {
                return 0;
            }
            jdbc.sql("set local lock_timeout = '2s'").update();
            return jdbc.sql("select inventory.make_partitions(:now::timestamptz, :until::timestamptz)")
                    .param("now", time(now))
                    .param("until", time(now.plus(AHEAD)))
                    .query(Integer.class)
                    .single();
        });
        return made == null ? 0 : made;
    }
}
