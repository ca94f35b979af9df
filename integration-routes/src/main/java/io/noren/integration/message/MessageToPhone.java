package io.noren.integration.message;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A message goes to the shopper's phone as a text. */
@Component
class MessageToPhone extends RouteBuilder {
    private final SmppLink gateway;
    private final MessageSteps steps;

    MessageToPhone(SmppLink gateway, MessageSteps steps) {
        this.gateway = gateway;
        this.steps = steps;
    }

    @Override
    public void configure() {
        from(MessageRoutes.queue(MessageChannel.SMS))
                .routeId(MessageRoutes.route(MessageChannel.SMS))
                .routeConfigurationId(MessageTrouble.ID)
                .process(steps::begin)
                .process(exchange -> {
                    Outgoing message = exchange.getMessage().getMandatoryBody(Outgoing.class);
                    ShortMessage text = ShortMessage.of(
                            message.text().brief(), message.key().hashCode());
                    steps.taken(exchange, gateway.submit(message.to().get(0), text));
                });
    }
}
