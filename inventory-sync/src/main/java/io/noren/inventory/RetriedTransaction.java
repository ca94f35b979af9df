package io.noren.inventory;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in a transaction and, when it lost against another one (deadlock, serialisation), again: that is ours to
 * do, not the caller's. Inside a caller's transaction each try stands on a savepoint instead, so that a lost try takes
 * nothing else with it.
 */
@Component
public class RetriedTransaction {

    /** After that the loser is told. */
    static final int TRIES = 6;

    private static final ThreadLocal<Boolean> WHOLE = ThreadLocal.withInitial(() -> false);

    private static final ThreadLocal<Boolean> FROM_THE_START = ThreadLocal.withInitial(() -> false);

    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;

    RetriedTransaction(PlatformTransactionManager transactions, JdbcClient jdbc) {
        this.transaction = new TransactionTemplate(transactions);
        this.jdbc = jdbc;
    }

    public <T> T run(Supplier<T> work) {
        if (WHOLE.get()) {
            return work.get(); // whoever runs the whole does all of it again
        }
        boolean inside = TransactionSynchronizationManager.isActualTransactionActive();
        int tries = inside && FROM_THE_START.get() ? 1 : TRIES;
        for (int attempt = 1; ; attempt++) {
            try {
                return inside ? onSavepoint(work) : inOwnTransaction(work);
            } catch (ConcurrencyFailureException lost) {
                if (attempt == tries) {
                    throw lost;
                }
                pause(attempt);
            }
        }
    }

    /**
     * Runs work that stands or falls together, in a transaction of its own: what is run within it needs no savepoints,
     * so nothing within may be caught and passed over.
     */
    public void runWhole(Runnable work) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException("the whole is a transaction of its own");
        }
        whole(() -> {
            work.run();
            return true;
        });
    }

    /** The same for work that a caller may make a part of their transaction: then it stands or falls with that. */
    public <T> T whole(Supplier<T> work) {
        return marked(WHOLE, work);
    }

    /**
     * Runs work that locks one thing after the other: when any part of it loses, all of it is done again, because what it
     * had locked before would be in the way of that part's next try. What is refused within may be caught and passed over.
     * In a caller's transaction it stands or falls with that.
     */
    public <T> T runFromTheStart(Supplier<T> work) {
        return marked(FROM_THE_START, work);
    }

    private <T> T marked(ThreadLocal<Boolean> mark, Supplier<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return work.get();
        }
        return run(() -> {
            mark.set(true);
            try {
                return work.get();
            } finally {
                mark.remove();
            }
        });
    }

    // The template answers null only if the work does.
    @SuppressWarnings("NullAway")
    private <T> T inOwnTransaction(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    // Plain SQL, because Spring's nested transactions do not go with Hibernate. Whoever listens to the transaction is
    // told as by Spring itself, so that what a lost try has announced is forgotten with it.
    private <T> T onSavepoint(Supplier<T> work) {
        Object savepoint = new Object();
        jdbc.sql("savepoint noren_retry").update();
        TransactionSynchronizationManager.getSynchronizations().forEach(listener -> listener.savepoint(savepoint));
        try {
            T result = work.get();
            jdbc.sql("release savepoint noren_retry").update();
            return result;
        } catch (RuntimeException failed) {
            // For refusals too: a caller that catches one and goes on must not keep half of what was refused.
            backToSavepoint(savepoint, failed);
            throw failed;
        }
    }

    private void backToSavepoint(Object savepoint, RuntimeException failed) {
        TransactionSynchronizationManager.getSynchronizations()
                .forEach(listener -> listener.savepointRollback(savepoint));
        try {
            jdbc.sql("rollback to savepoint noren_retry").update();
            jdbc.sql("release savepoint noren_retry").update();
        } catch (RuntimeException lostConnection) {
            // What failed first is what the caller must hear of.
            failed.addSuppressed(lostConnection);
        }
    }

    private static void pause(int attempt) {
        long most = TimeUnit.MILLISECONDS.toNanos(2L << attempt);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 4, most));
    }
}
