package io.noren.integration.message;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.springframework.stereotype.Component;

/** What every route does before and after it sends. */
@Component
class MessageSteps {
    private final MessageBook book;

    MessageSteps(MessageBook book) {
        this.book = book;
    }

    /** Writes down that it is tried; the route ends here if somebody else is at it. */
    void begin(Exchange exchange) throws InvalidPayloadException {
        Optional<UUID> attempt = book.begin(exchange.getMessage().getMandatoryBody(Outgoing.class));
        if (attempt.isEmpty()) {
            exchange.setRouteStop(true);
        } else {
            exchange.setProperty(MessageRoutes.ATTEMPT, attempt.get());
        }
    }

    /** @param parts by which numbers the gateway will say that it arrived; empty where nobody says so */
    void taken(Exchange exchange, List<String> parts) {
        book.taken(Objects.requireNonNull(exchange.getProperty(MessageRoutes.ATTEMPT, UUID.class)), parts);
        // What goes wrong from here on is no reason to send it again.
        exchange.removeProperty(MessageRoutes.ATTEMPT);
    }
}
