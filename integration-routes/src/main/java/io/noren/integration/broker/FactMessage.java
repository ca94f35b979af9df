package io.noren.integration.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came off its queue, kept whole so that it can be parked.
 *
 * @param event the same however often it is delivered, also where somebody else than the relay sent it
 * @param fact which fact it says it holds; empty when it does not say
 * @param payload as it came; empty when it is neither text nor bytes
 */
record FactMessage(UUID event, String fact, String payload, Origin origin) {

    static FactMessage of(Message message) throws JMSException {
        return new FactMessage(
                event(message),
                storable(Objects.requireNonNullElse(message.getStringProperty(FactFormat.FACT), "")),
                storable(payload(message)),
                new Origin(message.getJMSCorrelationID(), message.getStringProperty(Traces.HEADER)));
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
