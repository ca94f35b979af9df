package io.noren.integration.broker;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * What every flow does with a message that fails. A refusal is parked at once: it would be refused again. Anything else
 * is tried four times within about five seconds and then parked. While the database is away nothing can be parked
 * either, so the message goes back to the broker, which brings it again, later and later, for as long as it takes.
 */
@Component
public class RetryThenPark extends RouteConfigurationBuilder {
    public static final String ID = "retry-then-park";

    private static final Logger log = LoggerFactory.getLogger(RetryThenPark.class);

    private static final int RETRIES = 4;
    private static final long FIRST_DELAY_MILLIS = 60;
    private static final double BACK_OFF = 4;
    private static final long LONGEST_DELAY_MILLIS = 4_000;

    private final ParkedMessages parked;

    RetryThenPark(ParkedMessages parked) {
        this.parked = parked;
    }

    @Override
    public void configuration() {
        routeConfiguration(ID)
                .onException(
                        CannotGetJdbcConnectionException.class,
                        CannotCreateTransactionException.class,
                        DataAccessResourceFailureException.class,
                        RecoverableDataAccessException.class,
                        TransactionSystemException.class)
                .maximumRedeliveries(0)
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

    private static boolean mayStillSucceed(Exchange exchange) {
        int tried = Objects.requireNonNullElse(exchange.getProperty(Exchange.REDELIVERY_COUNTER, Integer.class), 0);
        return tried < RETRIES && !Trouble.of(failure(exchange)).permanent();
    }

    private void park(Exchange exchange) {
        Throwable failure = failure(exchange);
        Trouble trouble = Trouble.of(failure);
        FlowQueue flow = FlowQueue.of(Objects.requireNonNull(exchange.getFromRouteId()));
        if (!trouble.permanent()) {
            log.error("{} could not be done and is parked", flow.flow(), failure);
        }
        String duplicateId = exchange.getIn().getHeader("_AMQ_DUPL_ID", String.class);
        String eventId = duplicateId == null ? UUID.randomUUID().toString() : duplicateId;
        String fact = Objects.requireNonNullElse(exchange.getIn().getHeader(FactFormat.FACT, String.class), "");
        parked.park(new ParkedMessages.Parking(
                flow,
                eventId,
                trouble.code(),
                trouble.reason(),
                fact,
                null,
                List.of(),
                UUID.fromString(eventId),
                fact,
                FlowPolicy.payload(exchange),
                exchange.getIn().getHeader("JMSCorrelationID", String.class)));
    }

    private static Throwable failure(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return failure != null ? failure : new IllegalStateException("no exception recorded");
    }
}
