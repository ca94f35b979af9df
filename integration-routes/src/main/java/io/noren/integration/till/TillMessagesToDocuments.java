package io.noren.integration.till;

import io.noren.integration.broker.RetryThenPark;
import io.noren.integration.broker.RetryThenPark.SetAside;
import io.noren.pos.TillDocuments;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Every message of a till goes through the door that its documents go through, whichever way they come. */
@Component
class TillMessagesToDocuments extends RouteBuilder {
    static final String ID = "till-messages";

    private final TillDocuments documents;
    private final RefusedMessages refused;

    TillMessagesToDocuments(TillDocuments documents, RefusedMessages refused) {
        this.documents = documents;
        this.refused = refused;
    }

    @Override
    public void configure() {
        from(TillMessagesComponent.SCHEME + ":documents")
                .routeId(ID)
                .routeConfigurationId(RetryThenPark.ID)
                .process(this::receive);
    }

    private void receive(Exchange exchange) throws InvalidPayloadException {
        TillMessage message = exchange.getIn().getMandatoryBody(TillMessage.class);
        exchange.setProperty(RetryThenPark.SET_ASIDE, (SetAside) why -> refused.setAside(message, why));
        if (message.unfit() != null) {
            throw message.unfit();
        }
        documents.receive(
                message.till().source(),
                message.body(),
                message.receivedAt(),
                message.till().binding());
    }
}
