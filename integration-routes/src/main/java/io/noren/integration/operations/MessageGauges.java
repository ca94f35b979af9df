package io.noren.integration.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.noren.integration.message.MessageLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How many messages to shoppers could not be sent. */
@Component
class MessageGauges {
    private static final Logger log = LoggerFactory.getLogger(MessageGauges.class);

    private final MessageLog messages;
    private volatile long failed;

    MessageGauges(MessageLog messages, MeterRegistry meters) {
        this.messages = messages;
        Gauge.builder("noren.messages.failed", () -> failed)
                .description("Messages to shoppers that could be sent by no channel")
                .register(meters);
    }

    @Scheduled(fixedDelay = 15_000)
    void read() {
        try {
            failed = messages.failed();
        } catch (DataAccessException e) {
            log.warn("The messages' gauge cannot be read: {}", e.toString());
        }
    }
}
