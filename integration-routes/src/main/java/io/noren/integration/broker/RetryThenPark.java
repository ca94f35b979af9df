package io.noren.integration.broker;

import io.noren.pos.Refusal;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * What every flow does with a message that fails. Among others it is first set apart from them, see
 * {@link FactsConsumer}. A refusal is parked at once: it would be refused again. Anything else
 * is tried four times more within about five seconds and then parked. While the database is away nothing can be parked
 * either, so the message goes back to the broker, which brings it again, later and later, for as long as it takes.
 */
@Component
public class RetryThenPark extends RouteConfigurationBuilder {
    public static final String ID = "retry-then-park";

    /** The exchange's own {@link SetAside}, as a property of it; without one it is about a fact, which is parked. */
    public static final String SET_ASIDE = "noren.set-aside";

    private static final Logger log = LoggerFactory.getLogger(RetryThenPark.class);

    private static final int RETRIES = 4;
    private static final long FIRST_DELAY_MILLIS = 60;
    private static final double BACK_OFF = 4;
    private static final long LONGEST_DELAY_MILLIS = 4_000;

    /** What says that the database cannot be reached, rather than that it objects. */
    private static final List<Class<? extends Exception>> AWAY = List.of(
            CannotGetJdbcConnectionException.class,
            CannotCreateTransactionException.class,
            DataAccessResourceFailureException.class,
            RecoverableDataAccessException.class,
            TransactionSystemException.class);

    /** A class of SQLSTATE; a pool that has closed the connection says none at all. */
    private static final String CONNECTION_EXCEPTION = "08";

    private final ParkedMessages parked;

    /** How something is parked that is not a fact. */
    @FunctionalInterface
    public interface SetAside {

        /** Returns when it is durable; what this throws brings the message again. */
        void because(Refusal why) throws Exception;
    }

    RetryThenPark(ParkedMessages parked) {
        this.parked = parked;
    }

    @Override
    public void configuration() {
        var flows = routeConfiguration(ID);
        flows.onException(Exception.class)
                .onWhen(exchange -> isDatabaseAway(failure(exchange)))
                .maximumRedeliveries(0)
                .handled(false)
                .end()
                .onException(Exception.class)
                .onWhen(exchange -> FactsConsumer.messages(exchange).size() > 1)
                .maximumRedeliveries(0)
                .logExhausted(false)
                .handled(false)
                .end()
                .onException(Exception.class)
                .maximumRedeliveries(RETRIES)
                .redeliveryDelay(FIRST_DELAY_MILLIS)
                .useExponentialBackOff()
                .backOffMultiplier(BACK_OFF)
                .maximumRedeliveryDelay(LONGEST_DELAY_MILLIS)
                .retryWhile(exchange -> mayStillSucceed(exchange))
                .logExhausted(false)
                .handled(true)
                .process(this::park)
                .end();
    }

    // The counter already counts the retry that is asked about.
    private static boolean mayStillSucceed(Exchange exchange) {
        int tried =
                Objects.requireNonNullElse(exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class), 0);
        Throwable failure = failure(exchange);
        return tried <= RETRIES
                && !isDatabaseAway(failure)
                && !Trouble.of(failure).permanent();
    }

    static boolean isDatabaseAway(Throwable failure) {
        return AWAY.stream().anyMatch(kind -> kind.isInstance(failure)) || lostItsConnection(failure);
    }

    /** Hibernate cannot roll back over a connection that is gone, and tells of that instead of what failed first. */
    private static boolean lostItsConnection(Throwable failure) {
        return failure instanceof JpaSystemException
                && NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException lost
                && (lost.getSQLState() == null || lost.getSQLState().startsWith(CONNECTION_EXCEPTION));
    }

    private void park(Exchange exchange) throws Exception {
        Throwable failure = failure(exchange);
        if (failure instanceof Exception away && isDatabaseAway(away)) {
            // Camel goes on as it began: what failed otherwise at first ends here, though the database has gone
            // meanwhile.
            throw away;
        }
        Trouble trouble = Trouble.of(failure);
        String route = Objects.requireNonNull(exchange.getFromRouteId());
        if (!trouble.permanent()) {
            log.error("{} could not be done and is parked", route, failure);
        }
        SetAside own = exchange.getProperty(SET_ASIDE, SetAside.class);
        if (own != null) {
            own.because(failure instanceof Refusal refusal ? refusal : new Refusal(trouble.code(), trouble.reason()));
            return;
        }
        FlowQueue flow = FlowQueue.of(route);
        FactMessage message = FactsConsumer.messages(exchange).get(0);
        parked.park(new ParkedMessages.Parking(
                flow,
                message.event().toString(),
                trouble.code(),
                trouble.reason(),
                message.fact(),
                null,
                List.of(),
                message.event(),
                message.fact(),
                message.payload(),
                message.origin().correlation()));
    }

    private static Throwable failure(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return failure != null ? failure : new IllegalStateException("no exception recorded");
    }
}
