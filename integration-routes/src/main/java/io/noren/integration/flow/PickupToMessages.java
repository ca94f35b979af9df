package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.PICKUP_TO_MESSAGES;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.RetryThenPark;
import io.noren.integration.message.MessagePlan;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Whatever happens to a pickup order is planned to be told to whoever ordered it, once. */
@Component
class PickupToMessages extends RouteBuilder {
    private final JsonMapper json;
    private final MessagePlan plan;

    PickupToMessages(JsonMapper json, MessagePlan plan) {
        this.json = json;
        this.plan = plan;
    }

    @Override
    public void configure() {
        from(PICKUP_TO_MESSAGES.uri())
                .routeId(PICKUP_TO_MESSAGES.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, PICKUP_TO_MESSAGES))
                .bean(plan, "happened");
    }
}
