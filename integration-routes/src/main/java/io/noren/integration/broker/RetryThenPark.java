package io.noren.integration.broker;

import java.nio.charset.StandardCharsets;
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
 * is tried four times more within about five seconds and then parked. While the database is away nothing can be parked
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

    // The counter already counts the retry that is asked about.
    private static boolean mayStillSucceed(Exchange exchange) {
        int tried =
                Objects.requireNonNullElse(exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class), 0);
        return tried <= RETRIES && !Trouble.of(failure(exchange)).permanent();
    }

    private void park(Exchange exchange) {
        Throwable failure = failure(exchange);
        Trouble trouble = Trouble.of(failure);
        FlowQueue flow = FlowQueue.of(Objects.requireNonNull(exchange.getFromRouteId()));
        if (!trouble.permanent()) {
            log.error("{} could not be done and is parked", flow.flow(), failure);
        }
        UUID event = event(exchange);
        String fact = storable(header(exchange, FactFormat.FACT));
        parked.park(new ParkedMessages.Parking(
                flow,
                event.toString(),
                trouble.code(),
                trouble.reason(),
                fact,
                null,
                List.of(),
                event,
                fact,
                storable(FlowPolicy.payload(exchange)),
                exchange.getIn().getHeader("JMSCorrelationID", String.class)));
    }

    // The same for the same message however often it is delivered, also where somebody else than the relay sent it.
    private static UUID event(Exchange exchange) {
        String named = exchange.getIn().getHeader(OutboxRelay.EVENT, String.class);
        try {
            if (named != null) {
                return UUID.fromString(named);
            }
        } catch (IllegalArgumentException e) {
            // named by a stranger, in another form
        }
        return UUID.nameUUIDFromBytes(header(exchange, "JMSMessageID").getBytes(StandardCharsets.UTF_8));
    }

    private static String header(Exchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getIn().getHeader(name, String.class), "");
    }

    // PostgreSQL keeps every character but this one; a message that could not be parked would come back for ever.
    private static String storable(String text) {
        return text.replace("\0", "");
    }

    private static Throwable failure(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return failure != null ? failure : new IllegalStateException("no exception recorded");
    }
}
