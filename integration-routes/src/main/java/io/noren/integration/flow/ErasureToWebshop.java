package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.ERASURE_TO_WEBSHOP;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.Received;
import io.noren.integration.broker.RetryThenPark;
import io.noren.integration.webhook.WebhookDeliveries;
import io.noren.integration.webhook.WebhookEvent;
import io.noren.loyalty.MemberErased;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** That a member was forgotten is told to whoever subscribed to it, so that they forget them, too. */
@Component
class ErasureToWebshop extends RouteBuilder {
    private final JsonMapper json;
    private final WebhookDeliveries deliveries;

    ErasureToWebshop(JsonMapper json, WebhookDeliveries deliveries) {
        this.json = json;
        this.deliveries = deliveries;
    }

    @Override
    public void configure() {
        from(ERASURE_TO_WEBSHOP.uri())
                .routeId(ERASURE_TO_WEBSHOP.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, ERASURE_TO_WEBSHOP))
                .bean(ErasureToWebshop.class, "asEvents")
                .bean(deliveries, "enqueue");
    }

    public static List<WebhookEvent> asEvents(List<Received<MemberErased>> facts) {
        return facts.stream()
                .map(received -> new WebhookEvent(
                        received.fact().telling(),
                        "member.erased",
                        received.fact().member().toString(),
                        received.fact().erasedAt(),
                        null,
                        received.origin().correlation(),
                        received.fact()))
                .toList();
    }
}
