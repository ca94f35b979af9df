package io.noren.integration.broker;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Carries a trace over the outbox and the broker, so that one shows the way from a till's request to the web shop. The
 * context travels as W3C {@code traceparent}.
 */
@Component
class Traces {
    static final String HEADER = "traceparent";

    private final @Nullable Tracer tracer;
    private final @Nullable Propagator propagator;

    Traces(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        this.tracer = tracer.getIfAvailable();
        this.propagator = propagator.getIfAvailable();
    }

    /** The context of what this thread is doing, or null when nobody will see its trace. */
    @Nullable
    String current() {
        Span span = tracer == null ? null : tracer.currentSpan();
        if (span == null
                || propagator == null
                || !Boolean.TRUE.equals(span.context().sampled())) {
            return null;
        }
        return context(propagator, span);
    }

    /** Goes on with a trace until the step is ended; null when there is nothing to go on with. */
    @Nullable
    Step goOn(String flow, @Nullable String traceparent) {
        if (tracer == null || propagator == null || traceparent == null) {
            return null;
        }
        Span span = propagator
                .extract(Map.of(HEADER, traceparent), (from, key) -> HEADER.equals(key) ? traceparent : null)
                .name(flow)
                .kind(Span.Kind.CONSUMER)
                .start();
        return new Step(span, context(propagator, span));
    }

    private static @Nullable String context(Propagator propagator, Span span) {
        Map<String, String> carrier = new HashMap<>();
        propagator.inject(span.context(), carrier, (into, key, value) -> carrier.put(key, value));
        return carrier.get(HEADER);
    }

    /** One step of a trace under way, and the context that its effects go on with. */
    record Step(Span span, @Nullable String traceparent) {
        void end(@Nullable Throwable failure) {
            if (failure != null) {
                span.error(failure);
            }
            span.end();
        }
    }
}
