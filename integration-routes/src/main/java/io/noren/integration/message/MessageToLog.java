package io.noren.integration.message;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** In a demo that has neither mail server nor gateway it is said that there is something to be read. */
@Component
class MessageToLog extends RouteBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(MessageToLog.class);

    private final MessageSteps steps;

    MessageToLog(MessageSteps steps) {
        this.steps = steps;
    }

    @Override
    public void configure() {
        from(MessageRoutes.queue(MessageChannel.LOG))
                .routeId(MessageRoutes.route(MessageChannel.LOG))
                .routeConfigurationId(MessageTrouble.ID)
                .process(steps::begin)
                .process(exchange -> LOG.debug(
                        "DEMO ONLY, nothing is sent: {} can be read at /messages",
                        exchange.getMessage().getMandatoryBody(Outgoing.class)))
                .process(exchange -> steps.taken(exchange, List.of()));
    }
}
