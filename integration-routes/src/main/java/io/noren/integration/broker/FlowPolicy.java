package io.noren.integration.broker;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
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
 * Around every route: keeps the message as it came (for parking), names the till document it belongs to in the log, and
 * times it as {@code noren.flow}.
 */
@Component
class FlowPolicy implements RoutePolicyFactory {
    private static final String PAYLOAD = "noren.payload";
    private static final String BEGAN = "noren.began";
    private static final String STEP = "noren.trace-step";
    private static final String CORRELATION = "correlation";

    private final MeterRegistry meters;
    private final Traces traces;

    FlowPolicy(MeterRegistry meters, Traces traces) {
        this.meters = meters;
        this.traces = traces;
    }

    static String payload(Exchange exchange) {
        return Objects.requireNonNullElse(exchange.getProperty(PAYLOAD, String.class), "");
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new RoutePolicySupport() {
            @Override
            public void onExchangeBegin(Route started, Exchange exchange) {
                exchange.setProperty(BEGAN, System.nanoTime());
                Object body = exchange.getIn().getBody();
                if (body instanceof String text) {
                    exchange.setProperty(PAYLOAD, text);
                } else if (body instanceof byte[] bytes) { // as clients in other languages send
                    exchange.setProperty(PAYLOAD, new String(bytes, StandardCharsets.UTF_8));
                }
                String correlation = exchange.getIn().getHeader("JMSCorrelationID", String.class);
                if (correlation != null) {
                    MDC.put(CORRELATION, correlation);
                }
                String traceparent = exchange.getIn().getHeader(Traces.HEADER, String.class);
                exchange.setProperty(STEP, traces.goOn(routeId, traceparent));
            }

            @Override
            public void onExchangeDone(Route ended, Exchange exchange) {
                long began = Objects.requireNonNull(exchange.getProperty(BEGAN, Long.class));
                String outcome = exchange.isFailed() ? "failed" : "done";
                meters.timer("noren.flow", "flow", routeId, "outcome", outcome)
                        .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
                MDC.remove(CORRELATION);
                Traces.Step step = exchange.getProperty(STEP, Traces.Step.class);
                if (step != null) {
                    step.end(exchange.getException());
                }
            }
        };
    }
}
