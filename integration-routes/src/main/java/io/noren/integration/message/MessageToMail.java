package io.noren.integration.message;

import io.noren.integration.mail.MailServer;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A message goes to the shopper's mailbox. */
@Component
class MessageToMail extends RouteBuilder {
    private final MailServer server;
    private final MessageMail mail;
    private final MessageSteps steps;

    MessageToMail(MailServer server, MessageMail mail, MessageSteps steps) {
        this.server = server;
        this.mail = mail;
        this.steps = steps;
    }

    @Override
    public void configure() {
        from(MessageRoutes.queue(MessageChannel.EMAIL))
                .routeId(MessageRoutes.route(MessageChannel.EMAIL))
                .routeConfigurationId(MessageTrouble.ID)
                .process(steps::begin)
                .process(exchange -> exchange.getMessage()
                        .setBody(mail.of(exchange.getMessage().getMandatoryBody(Outgoing.class))))
                .to(server.uri())
                .process(exchange -> steps.taken(exchange, List.of()));
    }
}
