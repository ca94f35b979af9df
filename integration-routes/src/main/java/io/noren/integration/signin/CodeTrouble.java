package io.noren.integration.signin;

import io.noren.loyalty.IdentifierType;
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
 * people read what is parked; and what a mail server answers names the address, so only the kind of trouble is
 * logged, and that it happened is counted.
 */
@Component
class CodeTrouble extends RouteConfigurationBuilder {
    static final String ID = "try-again-then-give-up";

    private static final Logger LOG = LoggerFactory.getLogger(CodeTrouble.class);
    /** A header: by which way the code goes, when the body is the mail by then. Named so that it is in no mail. */
    static final String WAY = "CamelCodeWay";

    private static final int RETRIES = 2;
    private static final Duration DELAY = Duration.ofSeconds(2);

    private final CodeCounts counts;

    CodeTrouble(CodeCounts counts) {
        this.counts = counts;
    }

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
                    counts.count(
                            Objects.requireNonNull(exchange.getMessage().getHeader(WAY, IdentifierType.class)),
                            CodeCounts.Outcome.GIVEN_UP);
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
