package io.noren.integration.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * Whose effects this thread is working on. Messages are done many at once; each fact that comes of it is announced with
 * the origin of the message that caused it, not of its neighbours.
 */
@Component
public class Origins {
    static final String CORRELATION = "correlation";

    private final Traces traces;
    private final ThreadLocal<Function<@Nullable String, @Nullable Origin>> underWay =
            ThreadLocal.withInitial(() -> cause -> null);

    Origins(Traces traces) {
        this.traces = traces;
    }

    /** Does the work of one message: all that it announces and logs carries the message's origin. */
    public void during(Origin origin, Runnable work) {
        String before = MDC.get(CORRELATION);
        set(origin.correlation());
        try {
            during(cause -> origin, work);
        } finally {
            set(before);
        }
    }

    /**
     * Does the work of many messages at once.
     *
     * @param causes the origin of each message by what its effects will name as their cause, see {@link Fact#cause}
     */
    public void during(Map<String, Origin> causes, Runnable work) {
        Map<String, Origin> known = new HashMap<>(causes);
        during(cause -> cause == null ? null : known.get(cause), work);
    }

    private void during(Function<@Nullable String, @Nullable Origin> origins, Runnable work) {
        Function<@Nullable String, @Nullable Origin> outer = underWay.get();
        underWay.set(origins);
        try {
            work.run();
        } finally {
            underWay.set(outer);
        }
    }

    /** The origin of an effect: of the message that is its cause, else of whatever this thread is doing. */
    Origin of(@Nullable String cause) {
        Origin known = underWay.get().apply(cause);
        return known != null ? known : new Origin(MDC.get(CORRELATION), traces.current());
    }

    /** Of what this thread is doing, to be named by another one. */
    public Origin here() {
        return of(null);
    }

    private static void set(@Nullable String correlation) {
        if (correlation == null) {
            MDC.remove(CORRELATION);
        } else {
            MDC.put(CORRELATION, correlation);
        }
    }
}
