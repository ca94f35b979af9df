package io.noren.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Movements as requests report them. Small requests that wait at the same moment are recorded in one transaction, each
 * still answered, named as the actor, and followed as if it had been alone. Inside a caller's transaction there is
 * nothing to bring together.
 */
@Component
public class ReportedMovements {

    /** A request with more rows has work enough of its own. */
    static final int MOST_TOGETHER = 50;

    private final StockLedger ledger;
    private final Writers writers;
    private final Lanes<Report> lanes;

    ReportedMovements(StockLedger ledger, ObjectProvider<Writers> writers, LaneSettings settings) {
        this.ledger = ledger;
        this.writers = writers.getIfAvailable(() -> Writer::here);
        this.lanes = settings.lanes(this::together);
    }

    /**
     * Records what is new of it; the results are in the order of the movements.
     *
     * @throws Refusal {@code TOO_MANY_WAITING}
     */
    public List<MovementResult> record(List<Movement> movements) {
        if (movements.isEmpty()
                || movements.size() > MOST_TOGETHER
                || TransactionSynchronizationManager.isActualTransactionActive()) {
            return ledger.record(movements);
        }
        Report report = new Report(movements, writers.current());
        lanes.run(report);
        return report.results();
    }

    /** Something has come of each when this returns. */
    void together(List<Report> reports) {
        try {
            List<MovementResult> results = ledger.recordReported(
                    reports.stream().flatMap(report -> report.rows.stream()).toList());
            int from = 0;
            for (Report report : reports) {
                report.results = results.subList(from, from + report.rows());
                from += report.rows();
            }
        } catch (CannotCreateTransactionException | DataAccessResourceFailureException away) {
            reports.forEach(report -> report.fail(away));
        } catch (RuntimeException failed) {
            if (reports.size() == 1) {
                reports.get(0).fail(failed);
            } else {
                reports.forEach(report -> together(List.of(report)));
            }
        }
    }

    /** What one request reports, on its way to its results, whichever thread works on it. */
    static final class Report implements Lanes.Request {
        private final List<StockLedger.Reported> rows = new ArrayList<>();
        private volatile @Nullable List<MovementResult> results;
        private volatile @Nullable RuntimeException failure;

        Report(List<Movement> movements, Writer writer) {
            movements.forEach(movement -> rows.add(new StockLedger.Reported(movement, writer)));
        }

        @Override
        public Object place() {
            Movement first = rows.get(0).movement();
            return List.of(first.item(), first.location());
        }

        @Override
        public int rows() {
            return rows.size();
        }

        @Override
        public void fail(RuntimeException why) {
            if (results == null && failure == null) {
                failure = why;
            }
        }

        List<MovementResult> results() {
            RuntimeException failed = failure;
            if (failed != null) {
                throw failed;
            }
            return Objects.requireNonNull(results, "nothing has come of it yet");
        }
    }
}
