package io.noren.integration.signin;

import java.time.Duration;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * What becomes of a code that cannot be brought: it is tried twice more and then given up. It is never parked, because
 * people read what is parked; and what a mail server answers names the address, so only the kind of trouble is logged.
 */
@Component
class CodeTrouble extends RouteConfigurationBuilder {
    static final String ID = "try-again-then-give-up";

    private static final Logger LOG = LoggerFactory.getLogger(CodeTrouble.class);
    private static final int RETRIES = 2;
    private static final Duration DELAY = Duration.ofSeconds(2);

    @Override
    public void configuration() {
        routeConfiguration(ID)
                .onException(Exception.class)
                .maximumRedeliveries(RETRIES)
                .redeliveryDelay(DELAY.toMillis())
                .logStackTrace(false)
                .logRetryAttempted(false)
                .logExhausted(false)
                .handled(true)
                .process(exchange -> {
                    Exception trouble =
                            Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
                    LOG.warn(
                            "{} was given up after {} tries: {}",
                            exchange.getFromRouteId(),
                            RETRIES + 1,
                            NestedExceptionUtils.getMostSpecificCause(trouble)
                                    .getClass()
                                    .getName());
                });
    }
}
