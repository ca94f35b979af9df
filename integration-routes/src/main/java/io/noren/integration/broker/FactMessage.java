package io.noren.integration.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fact as it came off its queue, kept whole so that it can be parked.
 *
 * @param event the same however often it is delivered, also where somebody else than the relay sent it
 * @param fact which fact it says it is; empty when it does not say
 * @param payload as it came; empty when it is neither text nor bytes
 */
record FactMessage(UUID event, String fact, String payload, Origin origin) {
    private static final Logger log = LoggerFactory.getLogger(FactMessage.class);

    /** All that a message holds. One that calls itself a pack and is none is handed on whole, to be parked. */
    static List<FactMessage> of(Message message) throws JMSException {
        String fact = storable(Objects.requireNonNullElse(message.getStringProperty(FactFormat.FACT), ""));
        String payload = storable(payload(message));
        if (message.propertyExists(FactPack.FACTS)) {
            try {
                return FactPack.read(payload).stream()
                        .map(packed -> new FactMessage(packed.event(), fact, packed.fact(), packed.origin()))
                        .toList();
            } catch (IllegalArgumentException e) {
                // Without the parser's words: they quote what it stumbled over, and that may be about people.
                log.warn("A message on {} says it is a pack of facts and is none", message.getJMSDestination());
            }
        }
        return List.of(new FactMessage(
                event(message),
                fact,
                payload,
                new Origin(message.getJMSCorrelationID(), message.getStringProperty(Traces.HEADER))));
    }

    private static UUID event(Message message) throws JMSException {
        String named = message.getStringProperty(OutboxRelay.EVENT);
        try {
            if (named != null) {
                return UUID.fromString(named);
            }
        } catch (IllegalArgumentException e) {
            // named by a stranger, in another form
        }
        return UUID.nameUUIDFromBytes(message.getJMSMessageID().getBytes(StandardCharsets.UTF_8));
    }

    private static String payload(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return Objects.requireNonNullElse(text.getText(), "");
        }
        if (message instanceof BytesMessage bytes) { // as clients in other languages send
            byte[] content = new byte[Math.toIntExact(bytes.getBodyLength())];
            bytes.readBytes(content);
            return new String(content, StandardCharsets.UTF_8);
        }
        return "";
    }

    // PostgreSQL keeps every character but this one; a message that could not be parked would come back for ever.
    private static String storable(String text) {
        return text.replace("\0", "");
    }

    FactMessage on(@Nullable String traceparent) {
        return new FactMessage(event, fact, payload, new Origin(origin.correlation(), traceparent));
    }
}
