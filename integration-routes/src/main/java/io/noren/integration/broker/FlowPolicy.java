package io.noren.integration.broker;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * Around every route: times it as {@code noren.flow}, counts its messages as {@code noren.flow.messages}, goes on with
 * the traces of those that are traced, and names the till document of a lone message in the log.
 */
@Component
class FlowPolicy implements RoutePolicyFactory {
    private static final String BEGAN = "noren.began";
    private static final String STEPS = "noren.trace-steps";

    private final MeterRegistry meters;
    private final Traces traces;

    FlowPolicy(MeterRegistry meters, Traces traces) {
        this.meters = meters;
        this.traces = traces;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new RoutePolicySupport() {
            @Override
            public void onExchangeBegin(Route started, Exchange exchange) {
                exchange.setProperty(BEGAN, System.nanoTime());
                List<Traces.Step> steps = new ArrayList<>();
                List<FactMessage> messages = FactsConsumer.messages(exchange).stream()
                        .map(message -> onItsTrace(routeId, message, steps))
                        .toList();
                FactsConsumer.messages(exchange, messages);
                exchange.setProperty(STEPS, steps);
                if (messages.size() == 1 && messages.get(0).origin().correlation() != null) {
                    MDC.put(Origins.CORRELATION, messages.get(0).origin().correlation());
                }
            }

            @Override
            public void onExchangeDone(Route ended, Exchange exchange) {
                long began = Objects.requireNonNull(exchange.getProperty(BEGAN, Long.class));
                String outcome = exchange.isFailed() ? "failed" : "done";
                meters.timer("noren.flow", "flow", routeId, "outcome", outcome)
                        .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
                meters.counter("noren.flow.messages", "flow", routeId, "outcome", outcome)
                        .increment(Math.max(1, FactsConsumer.messages(exchange).size()));
                MDC.remove(Origins.CORRELATION);
                steps(exchange).forEach(step -> step.end(exchange.getException()));
            }
        };
    }

    private FactMessage onItsTrace(String routeId, FactMessage message, List<Traces.Step> steps) {
        Traces.Step step = traces.goOn(routeId, message.origin().traceparent());
        if (step == null) {
            return message;
        }
        steps.add(step);
        return message.on(step.traceparent());
    }

    @SuppressWarnings("unchecked")
    private static List<Traces.Step> steps(Exchange exchange) {
        return Objects.requireNonNullElse(exchange.getProperty(STEPS, List.class), List.of());
    }
}
