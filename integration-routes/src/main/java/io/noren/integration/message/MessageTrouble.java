package io.noren.integration.message;

import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * What becomes of a message that is not taken: it is noted, and its turn comes again by the table, which outlasts the
 * process and can wait for hours. It is never parked, because a parked message would hold an address; whoever could be
 * told by no channel is at {@code /messages}. Of an exception only the kind is kept: mail servers quote addresses.
 */
@Component
class MessageTrouble extends RouteConfigurationBuilder {
    static final String ID = "note-then-try-again-later";

    private final MessageBook book;

    MessageTrouble(MessageBook book) {
        this.book = book;
    }

    @Override
    public void configuration() {
        routeConfiguration(ID)
                .onException(Exception.class)
                .maximumRedeliveries(0)
                .logStackTrace(false)
                .logExhausted(false)
                .handled(true)
                .process(this::note);
    }

    private void note(Exchange exchange) {
        UUID attempt = exchange.getProperty(MessageRoutes.ATTEMPT, UUID.class);
        if (attempt == null) {
            return; // not begun: its claim runs out
        }
        Throwable trouble = Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        NotSent why = trouble instanceof NotSent known ? known : MailTrouble.of(trouble);
        book.failed(
                attempt,
                why.isForGood() ? AttemptOutcome.REFUSED : AttemptOutcome.FAILED,
                String.valueOf(why.getMessage()));
    }

    /** The name of what lies below. */
    static String kindOf(Throwable trouble) {
        return NestedExceptionUtils.getMostSpecificCause(trouble).getClass().getSimpleName();
    }
}
